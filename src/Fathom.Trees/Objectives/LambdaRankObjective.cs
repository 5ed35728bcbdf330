namespace Fathom.Trees;

/// <summary>
/// LambdaRank (Burges 2010): the gradient of the pairwise logistic loss in which each pair of a query counts by how much NDCG would change if the two rows changed
/// places. As in LightGBM 4: pairs with at least one row among the first places, each divided by 0.01 plus the distance of its scores, and every
/// query's gradients scaled by log₂(1 + Σ)/Σ, so that none outweighs the others.
/// </summary>
/// <param name="places">The places that count.</param>
internal sealed class LambdaRankObjective(int places) : ISetObjective
{
    private const double Regularization = 0.01;

    /// <summary>2^relevance − 1 of more would leave nothing of the others.</summary>
    private const double GreatestRelevance = 30;

    public string Name => ObjectiveNames.With("lambdarank", places);

    internal int Places => places;

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (!(labels[row] is >= 0 and <= GreatestRelevance))
                throw new ArgumentException($"Label {row} is {labels[row]}; relevance lies in 0 to {GreatestRelevance}, with a gain of 2^label − 1.");
        }
    }

    public void CheckTargets(TargetSet targets)
    {
    }

    /// <summary>A constant does not change the order.</summary>
    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) => scores[0] = 0;

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        var lambdas = new double[labels.Length];
        var curvatures = new double[labels.Length];
        AddPairs(labels, scores, lambdas, curvatures);
        for (int row = 0; row < labels.Length; row++)
            (gradients[row], hessians[row]) = ((float)lambdas[row], (float)curvatures[row]);
    }

    public void Derivatives(TargetSet targets, double[] scores, float[] gradients, float[] hessians, Workers workers)
    {
        workers.For(targets.Groups.Length, 50L * targets.Rows, group =>
        {
            (int start, int count) = targets.Groups[group];
            Derivatives(targets.Labels.AsSpan(start, count), scores.AsSpan(start, count), gradients.AsSpan(start, count), hessians.AsSpan(start, count));
            for (int row = start; row < start + count; row++)
            {
                gradients[row] *= targets.WeightOf(row);
                hessians[row] *= targets.WeightOf(row);
            }
        });
    }

    /// <summary>1 − NDCG of the rows as one query, weighted by their number: what learning curves show.</summary>
    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores) =>
        labels.Length * (1 - DiscountedGain.Normalized(labels, scores, places));

    public double MeanLoss(TargetSet targets, double[] scores, Workers workers)
    {
        var losses = new double[targets.Groups.Length];
        var weights = new double[losses.Length];
        workers.For(losses.Length, 20L * targets.Rows, group =>
        {
            (int start, int count) = targets.Groups[group];
            for (int row = start; row < start + count; row++)
                weights[group] += targets.WeightOf(row) / (double)count;
            losses[group] = weights[group] * (1 - DiscountedGain.Normalized(targets.Labels.AsSpan(start, count), scores.AsSpan(start, count), places));
        });
        return losses.Sum() / weights.Sum();
    }

    public void ToPrediction(Span<double> scores)
    {
    }

    private void AddPairs(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double[] lambdas, double[] curvatures)
    {
        double greatest = DiscountedGain.Greatest(labels, places), total = 0;
        if (greatest == 0)
            return;
        int[] order = DiscountedGain.ByScore(scores);
        bool normalized = scores[order[0]] != scores[order[^1]];
        for (int first = 0; first < Math.Min(order.Length - 1, places); first++)
        {
            for (int second = first + 1; second < order.Length; second++)
            {
                (int high, int low) = labels[order[first]] > labels[order[second]] ? (order[first], order[second]) : (order[second], order[first]);
                if (labels[high] == labels[low])
                    continue;
                double distance = scores[high] - scores[low];
                double change = (DiscountedGain.Gain(labels[high]) - DiscountedGain.Gain(labels[low]))
                    * (DiscountedGain.Discount(first) - DiscountedGain.Discount(second)) / greatest;
                if (normalized)
                    change /= Regularization + Math.Abs(distance);
                double probability = 1 / (1 + Math.Exp(distance));
                double lambda = probability * change, curvature = probability * (1 - probability) * change;
                lambdas[high] -= lambda;
                lambdas[low] += lambda;
                curvatures[high] += curvature;
                curvatures[low] += curvature;
                total += 2 * lambda;
            }
        }
        if (total == 0)
            return;
        double scale = Math.Log2(1 + total) / total;
        for (int row = 0; row < lambdas.Length; row++)
            (lambdas[row], curvatures[row]) = (lambdas[row] * scale, curvatures[row] * scale);
    }
}
