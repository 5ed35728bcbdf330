namespace Fathom.Validation;

/// <summary>The first four moments of a sample, all with denominator n.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="Skewness">Third standardised moment, 0 for the normal distribution; NaN where all values are equal.</param>
/// <param name="Kurtosis">Raw kurtosis, the fourth standardised moment: 3 for the normal distribution, not 0; NaN where all values are equal.</param>
public readonly record struct Moments(double Mean, double Deviation, double Skewness, double Kurtosis)
{
    /// <summary>Computes them.</summary>
    /// <param name="sample">At least one value.</param>
    /// <exception cref="ArgumentException">The sample is empty.</exception>
    public static Moments Of(ReadOnlySpan<double> sample)
    {
        SpanMath.CheckLength(sample, 1);
        double mean = SpanMath.Mean(sample), m2 = 0, m3 = 0, m4 = 0;
        foreach (double x in sample)
        {
            double d = x - mean, squared = d * d;
            m2 += squared;
            m3 += squared * d;
            m4 += squared * squared;
        }

        double n = sample.Length;
        (m2, m3, m4) = (m2 / n, m3 / n, m4 / n);
        return new Moments(mean, Math.Sqrt(m2), m3 / Math.Pow(m2, 1.5), m4 / (m2 * m2));
    }
}
