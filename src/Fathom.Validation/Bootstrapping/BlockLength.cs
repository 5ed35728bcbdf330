namespace Fathom.Validation;

/// <summary>
/// The automatic block length of Politis and White (2004) with the correction of Patton, Politis and White (2009): how long blocks must be for the
/// variance of a resampled mean to come out right, chosen from the autocorrelation of the series.
/// </summary>
/// <param name="Stationary">Optimal mean block length for <see cref="StationaryBootstrap"/>, in observations.</param>
/// <param name="Circular">Optimal block length for <see cref="CircularBlockBootstrap"/>, in observations; round up for <see cref="MovingBlockBootstrap"/>.</param>
public readonly record struct BlockLength(double Stationary, double Circular)
{
    /// <summary>Chooses the block lengths for a series.</summary>
    /// <param name="series">At least 10 finite observations, not all equal, in order of time.</param>
    /// <exception cref="ArgumentException">The series is too short, constant, or holds a value that is not finite.</exception>
    public static BlockLength Optimal(ReadOnlySpan<double> series)
    {
        SpanMath.CheckLength(series, 10);
        SpanMath.CheckFinite(series);
        int n = series.Length;
        double[] centred = SpanMath.Demean(series);
        if (SpanMath.Dot(centred, centred) == 0)
            throw new ArgumentException("The series is constant: every block length gives the same resample.", nameof(series));

        int run = Math.Max(5, (int)Math.Log10(n));
        int lastLag = Math.Min((int)Math.Ceiling(Math.Sqrt(n)) + run, n - 2);
        double longest = Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0));
        double[] gamma = SpanMath.Autocovariances(centred, lastLag);
        int m = Bandwidth(centred, lastLag, run, 2 * Math.Sqrt(Math.Log10(n) / n));

        double slope = 0, longRun = gamma[0];
        for (int k = 1; k <= m; k++)
        {
            double flatTop = (double)k / m <= 0.5 ? 1 : 2 * (1 - (double)k / m);
            slope += 2 * flatTop * k * gamma[k];
            longRun += 2 * flatTop * gamma[k];
        }

        return new BlockLength(Length(2 * longRun * longRun), Length(4.0 / 3 * longRun * longRun));

        double Length(double d) => Math.Clamp(Math.Pow(2 * slope * slope / d * n, 1.0 / 3), 1, longest);
    }

    /// <summary>
    /// Twice the lag at which the first <paramref name="run"/> insignificant autocorrelations in a row begin (as in Patton's published code; the
    /// paper's m̂ is the lag before); the last lag where there is no such run.
    /// </summary>
    private static int Bandwidth(ReadOnlySpan<double> centred, int lastLag, int run, double band)
    {
        int n = centred.Length, quiet = 0;
        for (int k = 1; k < lastLag; k++)
        {
            // The norms leave out one observation more than the product does, as in Python's arch: close to the band this decides, and users compare.
            ReadOnlySpan<double> late = centred[(k + 1)..], early = centred[..(n - k - 1)];
            double rho = SpanMath.Dot(centred[k..], centred[..(n - k)]) / Math.Sqrt(SpanMath.Dot(late, late) * SpanMath.Dot(early, early));
            quiet = Math.Abs(rho) < band ? quiet + 1 : 0;
            if (quiet == run)
                return Math.Min(2 * (k - run + 1), lastLag);
        }

        return lastLag;
    }
}
