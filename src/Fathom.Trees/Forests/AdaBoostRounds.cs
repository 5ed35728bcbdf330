namespace Fathom.Trees;

/// <summary>The rounds of SAMME (Zhu, Zou, Rosset &amp; Hastie 2009, algorithm 2): rows that a tree gets wrong count more for the next.</summary>
internal sealed class AdaBoostRounds(RankedColumns columns, GrowthRules rules, IDecisionTreeGrower grower, int[] labels, int classes, double learningRate)
{
    /// <summary>Weights that have fallen below this stay there: rows right for long must not vanish.</summary>
    private const double LeastWeight = 2.220446049250313e-16;

    internal List<DecisionTree> Trees { get; } = [];

    internal List<double> Errors { get; } = [];

    internal List<double> TreeWeights { get; } = [];

    /// <param name="weights">One per row; taken over.</param>
    /// <param name="rounds">The most trees.</param>
    /// <param name="predict">The class that a tree gives each row.</param>
    /// <param name="seed">Seeds what trees draw.</param>
    /// <param name="workers">Spreads the columns of large nodes over threads.</param>
    /// <param name="progress">Told about every tree.</param>
    /// <param name="cancellation">Ends boosting.</param>
    internal StopReason Run(
        double[] weights, int rounds, Func<DecisionTree, int[]> predict, int seed, Workers workers, IProgress<ForestProgress>? progress, CancellationToken cancellation)
    {
        bool[] counts = Array.ConvertAll(weights, weight => weight > 0);
        Normalize(weights);
        for (int round = 0; round < rounds; round++)
        {
            for (int row = 0; row < weights.Length; row++)
                weights[row] = counts[row] ? Math.Max(weights[row], LeastWeight) : 0;
            DecisionTree tree;
            try
            {
                tree = grower.Grow(columns, rules with { MinWeightLeaf = rules.MinWeightLeaf * weights.Sum() }, weights, new SplitMix(seed, round), workers, cancellation);
            }
            catch (OperationCanceledException) when (Trees.Count > 0)
            {
                return StopReason.Cancelled;
            }
            int[] predictions = predict(tree);
            double wrong = 0, all = 0;
            for (int row = 0; row < weights.Length; row++)
            {
                wrong += predictions[row] == labels[row] ? 0 : weights[row];
                all += weights[row];
            }
            double error = wrong / all;
            // A tree without error needs no others; one no better than guessing adds nothing, and is kept only where there is no other.
            bool perfect = error <= 0, useless = error >= 1 - 1.0 / classes;
            if (useless && Trees.Count > 0)
                return StopReason.NothingToLearn;
            double treeWeight = perfect || useless ? 1 : learningRate * (Math.Log((1 - error) / error) + Math.Log(classes - 1));
            Trees.Add(tree);
            Errors.Add(error);
            TreeWeights.Add(treeWeight);
            progress?.Report(new(Trees.Count, rounds));
            if (perfect || useless)
                return StopReason.NothingToLearn;
            for (int row = 0; row < weights.Length; row++)
                weights[row] *= predictions[row] == labels[row] ? 1 : Math.Exp(treeWeight);
            Normalize(weights);
        }
        return StopReason.Completed;
    }

    private static void Normalize(double[] weights)
    {
        double sum = weights.Sum();
        for (int row = 0; row < weights.Length; row++)
            weights[row] /= sum;
    }
}
