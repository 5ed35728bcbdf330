namespace Fathom.Validation;

/// <summary>Outcome of <see cref="UnitRoot.ZivotAndrews"/>.</summary>
/// <param name="Name">Name of the test.</param>
/// <param name="Statistic">The least t statistic over all break points.</param>
/// <param name="PValue">p-value under the null of a unit root without a break.</param>
/// <param name="Lags">Lags used.</param>
/// <param name="CriticalValues">Asymptotic critical values.</param>
/// <param name="Observations">Observations in the regressions.</param>
/// <param name="Break">Index of the last observation before the break that fits best.</param>
public sealed record BreakResult(string Name, double Statistic, double PValue, int Lags, CriticalValues CriticalValues, int Observations, int Break)
    : UnitRootResult(Name, Statistic, PValue, Lags, CriticalValues, Observations)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => $"{base.ToString()}, break after observation {Break}";
}
