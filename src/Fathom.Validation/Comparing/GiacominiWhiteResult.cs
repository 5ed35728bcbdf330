using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of <see cref="GiacominiWhite"/>.</summary>
/// <param name="Statistic">The Wald statistic.</param>
/// <param name="PValue">Chance of a statistic as large where both forecasters are expected to do equally well.</param>
/// <param name="DegreesOfFreedom">Instruments: 1 for the unconditional test, 2 for the conditional one.</param>
/// <param name="MeanLossDifference">Mean loss of the first forecast minus that of the second.</param>
/// <param name="Horizon">Forecast horizon.</param>
/// <param name="Observations">Loss differences in the test.</param>
public sealed record GiacominiWhiteResult(double Statistic, double PValue, int DegreesOfFreedom, double MeanLossDifference, int Horizon, int Observations)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Giacomini–White ({(DegreesOfFreedom == 1 ? "unconditional" : "conditional")}) {Statistic:0.###}, p {PValue:0.####}, {Observations} forecasts, horizon {Horizon}");
}
