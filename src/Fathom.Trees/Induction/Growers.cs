namespace Fathom.Trees;

/// <summary>The grower for each criterion.</summary>
internal static class Growers
{
    internal static IDecisionTreeGrower Of(ClassificationCriterion criterion, int[] labels, int classes) => criterion switch
    {
        ClassificationCriterion.Gini => Of<GiniImpurity>(labels, classes),
        ClassificationCriterion.Entropy => Of<EntropyImpurity>(labels, classes),
        ClassificationCriterion.ErrorRate => Of<ErrorRateImpurity>(labels, classes),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    /// <exception cref="ArgumentException">The criterion is Poisson and a target is negative, or all are 0.</exception>
    internal static IDecisionTreeGrower Of(RegressionCriterion criterion, double[] targets, double[] weights) => criterion switch
    {
        RegressionCriterion.SquaredError => Of<SquaredDeviation>(targets),
        RegressionCriterion.AbsoluteError => new DecisionTreeGrower<MedianCriterion>((treeWeights, capacity) => new(targets, treeWeights, capacity)),
        RegressionCriterion.Poisson => Of<PoissonDeviation>(Counts(targets, weights)),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    private static DecisionTreeGrower<ClassCriterion<TImpurity>> Of<TImpurity>(int[] labels, int classes) where TImpurity : struct, IClassImpurity =>
        new((weights, capacity) => new(labels, weights, classes, capacity));

    private static DecisionTreeGrower<MeanCriterion<TDeviation>> Of<TDeviation>(double[] targets) where TDeviation : struct, IMeanDeviation
    {
        MeanCriterion<TDeviation> shifted = MeanCriterion<TDeviation>.Of(targets);
        return new(shifted.With);
    }

    private static double[] Counts(double[] targets, double[] weights)
    {
        bool any = false;
        for (int row = 0; row < targets.Length; row++)
        {
            if (targets[row] < 0)
                throw new ArgumentException($"Label {row} is {targets[row]}, but Poisson targets are counts and rates, from 0. Use {nameof(RegressionCriterion.SquaredError)} for targets of either sign.", nameof(targets));
            any |= targets[row] > 0 && weights[row] > 0;
        }
        return any ? targets : throw new ArgumentException("All labels are 0: a Poisson rate of 0 has no logarithm.", nameof(targets));
    }
}
