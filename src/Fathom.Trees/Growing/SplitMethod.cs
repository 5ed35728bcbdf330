namespace Fathom.Trees;

/// <summary>Where a question may cut a column of numbers.</summary>
public enum SplitMethod
{
    /// <summary>Between <see cref="BoostingOptions.Bins"/> quantiles: fast, and no worse on noisy data.</summary>
    Histogram,

    /// <summary>
    /// Between any two values, on presorted columns, as XGBoost's "exact": slower, for data of few rows whose exact cuts matter.
    /// Takes <see cref="TreeGrowth.DepthWise"/> growth and columns of numbers. Needs 8 bytes per cell.
    /// </summary>
    Exact,
}
