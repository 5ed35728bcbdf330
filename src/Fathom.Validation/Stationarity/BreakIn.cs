namespace Fathom.Validation;

/// <summary>What changes at the break that <see cref="UnitRoot.ZivotAndrews"/> looks for; a linear trend is always in the regression.</summary>
public enum BreakIn
{
    /// <summary>The level (model A, "c").</summary>
    Level,

    /// <summary>The slope of the trend (model B, "t").</summary>
    Slope,

    /// <summary>Both (model C, "ct").</summary>
    LevelAndSlope,
}
