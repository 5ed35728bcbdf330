namespace Fathom.Trees;

/// <summary>Grows decision trees on one set of labels, each on rows and weights of its own.</summary>
internal interface IDecisionTreeGrower
{
    /// <param name="columns">The inputs.</param>
    /// <param name="rules">When to split.</param>
    /// <param name="weights">The weight of each row; rows of weight 0 are left out.</param>
    /// <param name="random">Draws columns and cuts.</param>
    /// <param name="workers">Spreads the columns of large nodes over threads.</param>
    /// <param name="cancellation">Ends growing with an exception.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    DecisionTree Grow(RankedColumns columns, GrowthRules rules, double[] weights, SplitMix random, Workers workers, CancellationToken cancellation);
}
