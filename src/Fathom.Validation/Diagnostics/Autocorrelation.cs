namespace Fathom.Validation;

/// <summary>Autocorrelation of a series (Box, Jenkins and Reinsel 2008, chapter 2).</summary>
public static class Autocorrelation
{
    /// <summary>Autocorrelations at lags 0 … <paramref name="lags"/>; autocovariances are divided by the full length, entry 0 is 1.</summary>
    /// <param name="series">Finite observations, not all equal, in order of time.</param>
    /// <param name="lags">Largest lag, from 1 to the length minus 1.</param>
    /// <exception cref="ArgumentException">The series is too short, constant or not finite.</exception>
    public static double[] Function(ReadOnlySpan<double> series, int lags)
    {
        Check(series, lags);
        double[] gamma = SpanMath.Autocovariances(SpanMath.Demean(series), lags);
        return gamma[0] > 0 ? Array.ConvertAll(gamma, g => g / gamma[0])
            : throw new ArgumentException("The series is constant, so it has no autocorrelation.", nameof(series));
    }

    /// <summary>Partial autocorrelations at lags 0 … <paramref name="lags"/> by Durbin's and Levinson's recursion (Yule–Walker without
    /// adjustment for the lost observations); entry 0 is 1.</summary>
    /// <param name="series">Finite observations, not all equal, in order of time.</param>
    /// <param name="lags">Largest lag, from 1 to the length minus 1.</param>
    /// <exception cref="ArgumentException">The series is too short, constant or not finite.</exception>
    public static double[] Partial(ReadOnlySpan<double> series, int lags)
    {
        double[] rho = Function(series, lags);
        var partial = new double[lags + 1];
        double[] phi = new double[lags + 1], previous = new double[lags + 1];
        partial[0] = 1;
        double error = 1;
        for (int k = 1; k <= lags; k++)
        {
            double value = rho[k];
            for (int j = 1; j < k; j++)
                value -= previous[j] * rho[k - j];
            value /= error;
            partial[k] = phi[k] = value;
            for (int j = 1; j < k; j++)
                phi[j] = previous[j] - value * previous[k - j];
            error *= 1 - value * value;
            phi.CopyTo(previous, 0);
        }

        return partial;
    }

    internal static void Check(ReadOnlySpan<double> series, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lags, 1);
        SpanMath.CheckLength(series, lags + 2);
        SpanMath.CheckFinite(series);
    }
}
