namespace Fathom.Trees;

/// <summary>Makes the criterion for each tree.</summary>
/// <param name="criterion">A criterion over weights, for nodes of at most so many rows.</param>
internal sealed class DecisionTreeGrower<TCriterion>(Func<double[], int, TCriterion> criterion) : IDecisionTreeGrower where TCriterion : struct, ICriterion<TCriterion>
{
    public DecisionTree Grow(RankedColumns columns, GrowthRules rules, double[] weights, SplitMix random, Workers workers, CancellationToken cancellation)
    {
        var rows = new int[weights.Length];
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            rows[count] = row;
            count += weights[row] > 0 ? 1 : 0;
        }
        Array.Resize(ref rows, count);
        return new TreeBuilder<TCriterion>(columns, rules, criterion(weights, count), rows, random, workers, cancellation).Grow();
    }
}
