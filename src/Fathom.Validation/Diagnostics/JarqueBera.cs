namespace Fathom.Validation;

/// <summary>Test of normality from skewness and kurtosis (Jarque and Bera 1980): n/6 (S² + (K − 3)²/4), chi-squared with 2 degrees of freedom.</summary>
public static class JarqueBera
{
    /// <summary>Tests a sample.</summary>
    /// <param name="sample">Finite values, not all equal; at least three.</param>
    /// <exception cref="ArgumentException">The sample is too short, constant or not finite.</exception>
    public static TestResult Test(ReadOnlySpan<double> sample)
    {
        SpanMath.CheckLength(sample, 3);
        SpanMath.CheckFinite(sample);
        Moments moments = Moments.Of(sample);
        if (!(moments.Deviation > 0))
            throw new ArgumentException("The sample is constant, so it has no skewness.", nameof(sample));
        double excess = moments.Kurtosis - 3;
        double statistic = sample.Length / 6.0 * (moments.Skewness * moments.Skewness + excess * excess / 4);
        return new TestResult("Jarque–Bera", statistic, ChiSquaredTail.Probability(2, statistic), 2);
    }
}
