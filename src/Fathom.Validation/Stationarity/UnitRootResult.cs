using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of a test in <see cref="UnitRoot"/>.</summary>
/// <param name="Name">Name of the test.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="PValue">p-value under the null: a unit root, except for KPSS, whose null is stationarity.</param>
/// <param name="Lags">Lags used.</param>
/// <param name="CriticalValues">Critical values for this number of observations.</param>
/// <param name="Observations">Observations in the test's regression.</param>
public record UnitRootResult(string Name, double Statistic, double PValue, int Lags, CriticalValues CriticalValues, int Observations)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name} {Statistic:0.####}, p {PValue:0.####}, {Lags} lags, {Observations} observations (5 % critical value {CriticalValues.FivePercent:0.###})");
}
