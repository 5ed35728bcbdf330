namespace Fathom.Validation;

/// <summary>Test of no autocorrelation up to a lag (Ljung and Box 1978): Q = n(n + 2) Σ ρ_k²/(n − k).</summary>
public static class LjungBox
{
    /// <summary>Tests lags 1 … <paramref name="lags"/> together.</summary>
    /// <param name="series">Finite observations or residuals, in order of time, longer than <paramref name="lags"/>.</param>
    /// <param name="lags">Number of lags, at least 1.</param>
    /// <param name="fittedParameters">Parameters (AR and MA) of the model that the residuals come from; taken off the degrees of freedom. Default 0.</param>
    /// <exception cref="ArgumentException">The series is too short, constant or not finite, or no degree of freedom is left.</exception>
    public static TestResult Test(ReadOnlySpan<double> series, int lags, int fittedParameters = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fittedParameters);
        double[] rho = Autocorrelation.Function(series, lags);
        if (fittedParameters >= lags)
            throw new ArgumentException($"{lags} lags leave no degree of freedom beside {fittedParameters} fitted parameters. Use more lags.", nameof(lags));
        double n = series.Length, sum = 0;
        for (int k = 1; k <= lags; k++)
            sum += rho[k] * rho[k] / (n - k);
        double statistic = n * (n + 2) * sum;
        int freedom = lags - fittedParameters;
        return new TestResult("Ljung–Box", statistic, ChiSquaredTail.Probability(freedom, statistic), freedom);
    }
}
