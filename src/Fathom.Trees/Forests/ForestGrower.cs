namespace Fathom.Trees;

/// <summary>Grows the trees of a forest, several at once. What a tree draws depends on the seed and its number alone.</summary>
/// <param name="columns">The inputs.</param>
/// <param name="rules">The rules for a number of columns and the weight of a tree's rows.</param>
/// <param name="grower">Grows a tree.</param>
/// <param name="bag">How trees draw rows and columns.</param>
/// <param name="seed">Seeds the draws.</param>
internal sealed class ForestGrower(RankedColumns columns, Func<int, double, GrowthRules> rules, IDecisionTreeGrower grower, BagRules bag, int seed)
{
    private static readonly Workers One = new(1);

    /// <summary>Grows trees until all are done or the token fires; then those that are done, in the order of their numbers.</summary>
    internal GrownTree[] Grow(int trees, double[] weights, Workers workers, IProgress<ForestProgress>? progress, CancellationToken cancellation)
    {
        var grown = new GrownTree?[trees];
        int done = 0;
        workers.For(trees, long.MaxValue, tree =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            try
            {
                grown[tree] = Grow(tree, weights, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            progress?.Report(new(Interlocked.Increment(ref done), trees));
        });
        return [.. grown.OfType<GrownTree>()];
    }

    private GrownTree Grow(int tree, double[] weights, CancellationToken cancellation)
    {
        var random = new SplitMix(seed, tree);
        TreeBag drawn = TreeBag.Draw(weights, columns.Count, bag, ref random);
        RankedColumns seen = drawn.Columns is null ? columns : columns.Take(drawn.Columns);
        DecisionTree result = grower.Grow(seen, rules(seen.Count, drawn.Weights.Sum()), drawn.Weights, random, One, cancellation);
        return new(drawn.Columns is null ? result : result.Renumbered(drawn.Columns), drawn.InBag);
    }
}
