namespace Fathom.Validation;

/// <summary>
/// STL: a series as trend + season + remainder by repeated loess (Cleveland, Cleveland, McRae and Terpenning 1990, "STL: A seasonal-trend decomposition
/// procedure based on loess"). Values agree with statsmodels' STL.
/// </summary>
/// <example><code>
/// SeasonalTrend parts = new SeasonalTrendDecomposition(period: 12) { Robust = true }.Decompose(monthly);
/// </code></example>
public sealed record SeasonalTrendDecomposition
{
    /// <summary>Creates the procedure.</summary>
    /// <param name="period">Observations in a season, at least 2.</param>
    public SeasonalTrendDecomposition(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        Period = period;
    }

    /// <summary>Observations in a season.</summary>
    public int Period { get; }

    /// <summary>Seasons that the seasonal smoother uses, odd, at least 3; more make the season more alike from year to year. Default 7.</summary>
    public int SeasonalWindow { get; init; } = 7;

    /// <summary>Observations that the trend smoother uses, odd and longer than the period; null, the default, takes the least odd number from 1.5 × period/(1 − 1.5/seasonal window).</summary>
    public int? TrendWindow { get; init; }

    /// <summary>Observations that the low-pass smoother uses, odd and longer than the period; null, the default, takes the least.</summary>
    public int? LowPassWindow { get; init; }

    /// <summary>Degree of the seasonal smoother, 0 or 1 (the default).</summary>
    public int SeasonalDegree { get; init; } = 1;

    /// <summary>Degree of the trend smoother, 0 or 1 (the default).</summary>
    public int TrendDegree { get; init; } = 1;

    /// <summary>Whether outliers lose weight, in 15 outer iterations of 2 inner ones, instead of 5 inner ones alone. Default false.</summary>
    public bool Robust { get; init; }

    /// <summary>Takes a series apart.</summary>
    /// <param name="series">Finite observations in order of time, at least two periods.</param>
    /// <exception cref="ArgumentException">The series is too short or not finite, or a window or degree is impossible.</exception>
    public SeasonalTrend Decompose(ReadOnlySpan<double> series)
    {
        SpanMath.CheckLength(series, 2 * Period);
        SpanMath.CheckFinite(series);
        int trendWindow = TrendWindow ?? Odd((int)Math.Ceiling(1.5 * Period / (1 - 1.5 / SeasonalWindow))), lowPass = LowPassWindow ?? Odd(Period + 1);
        CheckWindow(SeasonalWindow, 2, nameof(SeasonalWindow));
        CheckWindow(trendWindow, Period, nameof(TrendWindow));
        CheckWindow(lowPass, Period, nameof(LowPassWindow));
        CheckDegree(SeasonalDegree, nameof(SeasonalDegree));
        CheckDegree(TrendDegree, nameof(TrendDegree));

        int n = series.Length, inner = Robust ? 2 : 5, outer = Robust ? 15 : 0;
        double[] trend = new double[n], season = new double[n], weights = new double[n], work = new double[n], scratch = new double[n + 2 * Period];
        double[] cycles = new double[n + 2 * Period], once = new double[n + 2 * Period], twice = new double[n + 2 * Period];
        double[] part = new double[n / Period + 3], partWeights = new double[n / Period + 3], partSmooth = new double[n / Period + 3];
        weights.AsSpan().Fill(1);
        for (int round = 0; ; round++)
        {
            ReadOnlySpan<double> robustness = round > 0 ? weights : [];
            for (int pass = 0; pass < inner; pass++)
            {
                for (int i = 0; i < n; i++)
                    work[i] = series[i] - trend[i];
                SmoothCycles(work, robustness, cycles);
                LowPass(cycles, once, twice);
                Loess.Smooth(once.AsSpan(0, n), lowPass, 1, [], work, scratch);
                for (int i = 0; i < n; i++)
                {
                    season[i] = cycles[Period + i] - work[i];
                    twice[i] = series[i] - season[i];
                }

                Loess.Smooth(twice.AsSpan(0, n), trendWindow, TrendDegree, robustness, trend, scratch);
            }

            if (round == outer)
                break;
            for (int i = 0; i < n; i++)
                work[i] = Math.Abs(series[i] - trend[i] - season[i]);
            Reweight(work, weights);
        }

        for (int i = 0; i < n; i++)
            work[i] = series[i] - trend[i] - season[i];
        return new SeasonalTrend(trend, season, work, weights);

        void SmoothCycles(ReadOnlySpan<double> values, ReadOnlySpan<double> robustness, Span<double> target)
        {
            for (int phase = 0; phase < Period; phase++)
            {
                int count = (n - phase - 1) / Period + 1;
                for (int i = 0; i < count; i++)
                {
                    part[i] = values[i * Period + phase];
                    if (!robustness.IsEmpty)
                        partWeights[i] = robustness[i * Period + phase];
                }

                ReadOnlySpan<double> y = part.AsSpan(0, count), w = robustness.IsEmpty ? [] : partWeights.AsSpan(0, count);
                Loess.Smooth(y, SeasonalWindow, SeasonalDegree, w, partSmooth.AsSpan(1, count), scratch);
                partSmooth[0] = Loess.At(y, SeasonalWindow, SeasonalDegree, -1, 0, Math.Min(SeasonalWindow, count) - 1, w, scratch) ?? partSmooth[1];
                partSmooth[count + 1] = Loess.At(y, SeasonalWindow, SeasonalDegree, count, Math.Max(0, count - SeasonalWindow), count - 1, w, scratch) ?? partSmooth[count];
                for (int m = 0; m < count + 2; m++)
                    target[m * Period + phase] = partSmooth[m];
            }
        }
    }

    /// <summary>Moving averages over a period, again over a period, and over three; the outcome is in <paramref name="once"/>, 2 × period shorter.</summary>
    private void LowPass(ReadOnlySpan<double> cycles, Span<double> once, Span<double> twice)
    {
        int length = cycles.Length;
        MovingAverage(cycles, Period, once);
        MovingAverage(once[..(length - Period + 1)], Period, twice);
        MovingAverage(twice[..(length - 2 * Period + 2)], 3, once);
    }

    private static void MovingAverage(ReadOnlySpan<double> values, int length, Span<double> average)
    {
        double sum = 0;
        for (int i = 0; i < length; i++)
            sum += values[i];
        average[0] = sum / length;
        for (int i = length; i < values.Length; i++)
        {
            sum += values[i] - values[i - length];
            average[i - length + 1] = sum / length;
        }
    }

    /// <summary>Bisquare weights of absolute residuals over six times their median.</summary>
    private static void Reweight(ReadOnlySpan<double> residuals, Span<double> weights)
    {
        double[] sorted = residuals.ToArray();
        Array.Sort(sorted);
        double scale = 3 * (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]);
        for (int i = 0; i < weights.Length; i++)
        {
            double ratio = residuals[i] / scale, square = 1 - ratio * ratio;
            weights[i] = residuals[i] <= 0.001 * scale ? 1 : residuals[i] <= 0.999 * scale ? square * square : 0;
        }
    }

    private static int Odd(int least) => least % 2 == 0 ? least + 1 : least;

    private static void CheckWindow(int window, int above, string name)
    {
        if (window <= above || window % 2 == 0)
            throw new ArgumentException($"{name} is {window}: it is an odd number above {above}.");
    }

    private static void CheckDegree(int degree, string name)
    {
        if (degree is not (0 or 1))
            throw new ArgumentException($"{name} is {degree}: loess fits a constant (0) or a line (1) here.");
    }
}
