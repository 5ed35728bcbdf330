namespace Fathom.Trees;

/// <summary>
/// An objective whose leaves take the exact minimiser of their rows' loss instead of one Newton step: needed where the second derivative is zero,
/// as it is for absolute and quantile loss (Friedman 2001, section 4.3). Leaf values then do not depend on <see cref="BoostingOptions.L2"/>.
/// </summary>
public interface ILeafRefit
{
    /// <summary>The constant that, added to the scores of a leaf's rows, minimises their loss.</summary>
    /// <param name="output">The output whose tree the leaf belongs to.</param>
    /// <param name="residuals">Label minus the output's score per row of the leaf; may be reordered.</param>
    /// <param name="weights">One weight per row, or empty for equal weights; may be reordered with the residuals.</param>
    double LeafValue(int output, Span<double> residuals, Span<float> weights);
}
