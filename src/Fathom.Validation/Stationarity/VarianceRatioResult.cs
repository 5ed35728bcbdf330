using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of <see cref="VarianceRatio"/>.</summary>
/// <param name="Ratio">The variance ratio.</param>
/// <param name="Statistic">Its distance from 1 in robust standard errors.</param>
/// <param name="PValue">Two-sided p-value under the null of a random walk.</param>
/// <param name="Periods">Periods in the longer change.</param>
/// <param name="Observations">Number of one-period changes.</param>
public sealed record VarianceRatioResult(double Ratio, double Statistic, double PValue, int Periods, int Observations)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Variance ratio over {Periods} periods {Ratio:0.###}, z {Statistic:0.###}, p {PValue:0.####}");
}
