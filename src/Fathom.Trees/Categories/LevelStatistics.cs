namespace Fathom.Trees;

/// <summary>The numbers that stand for a column's levels at prediction.</summary>
/// <param name="PerLevel">One per level, then that of missing values.</param>
/// <param name="Unknown">The number for levels that the fit did not see.</param>
internal sealed record LevelStatistics(float[] PerLevel, float Unknown)
{
    /// <summary>The number for a code; NaN is missing, and a code that the fit did not see is unknown.</summary>
    internal float Of(float code) => float.IsNaN(code) ? PerLevel[^1] : code >= 0 && code < PerLevel.Length - 1 ? PerLevel[(int)code] : Unknown;
}
