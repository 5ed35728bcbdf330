using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of <see cref="DieboldMariano"/>.</summary>
/// <param name="Statistic">The small-sample corrected statistic; negative where the first forecast has the smaller loss.</param>
/// <param name="PValue">p-value against Student's t with <paramref name="Observations"/> − 1 degrees of freedom.</param>
/// <param name="MeanLossDifference">Mean loss of the first forecast minus that of the second.</param>
/// <param name="LongRunVariance">Long-run variance of the loss difference (of one observation, not of the mean).</param>
/// <param name="Kernel">The kernel that variance was computed with.</param>
/// <param name="Horizon">Forecast horizon.</param>
/// <param name="Observations">Number of forecasts compared.</param>
/// <param name="Alternative">What was held against equal accuracy.</param>
public sealed record DieboldMarianoResult(double Statistic, double PValue, double MeanLossDifference, double LongRunVariance,
    VarianceKernel Kernel, int Horizon, int Observations, Alternative Alternative)
{
    /// <summary>Whether the rectangular variance was unusable, so that Bartlett's took its place.</summary>
    public bool FellBack => Kernel == VarianceKernel.Bartlett;

    /// <summary>The result in a line; says so where the kernel had to be changed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Diebold–Mariano (HLN) {Statistic:0.###}, p {PValue:0.####}, {Observations} forecasts, horizon {Horizon}")
        + (FellBack ? "; the rectangular variance was near zero or negative, so Bartlett weights were used" : "");
}
