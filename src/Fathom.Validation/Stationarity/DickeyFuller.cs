namespace Fathom.Validation;

/// <summary>The regression Δy_t = trend + γ y_{t−1} + Σ δ_k Δy_{t−k} that the unit-root tests share.</summary>
internal static class DickeyFuller
{
    /// <summary>|t| that the last lag must reach: the 5 % point of one tail of the normal distribution.</summary>
    private const double LastLagThreshold = 1.6448536269514722;

    public static int Schwert(int observations) => (int)Math.Ceiling(12 * Math.Pow(observations / 100.0, 0.25));

    /// <summary>t statistic of γ, and the number of observations in the regression.</summary>
    public static (double Statistic, int Observations) Statistic(double[] y, Trend trend, int lags)
    {
        LeastSquares fit = Fit(y, trend, lags);
        return (fit.TStatistic((int)trend, fit.Regressors), fit.Observations);
    }

    /// <summary>The number of lags that a criterion prefers, from one decomposition that holds all candidates.</summary>
    public static int ChooseLags(double[] y, Trend trend, LagSelection selection, int? maximumLags)
    {
        int most = y.Length / 2 - (int)trend - 1;
        if (most < 0)
            throw new ArgumentException($"{y.Length} observations are too few to choose lags with this trend. Give lags, or a longer series.");
        int maximum = maximumLags ?? Math.Min(Schwert(y.Length), most);
        ArgumentOutOfRangeException.ThrowIfNegative(maximum, nameof(maximumLags));
        if (maximum > most)
            throw new ArgumentException($"maximumLags is {maximum}, but {y.Length} observations with this trend allow at most {most}.", nameof(maximumLags));

        LeastSquares fit = Fit(y, trend, maximum);
        int first = (int)trend + 1, n = fit.Observations;
        if (selection == LagSelection.TStatistic)
        {
            for (int lags = maximum; lags > 0; lags--)
            {
                int count = first + lags;
                // The residual variance has denominator n here, as in arch.
                double t = fit.TStatistic(count - 1, count) * Math.Sqrt(n / (n - (double)count));
                if (Math.Abs(t) >= LastLagThreshold)
                    return lags;
            }

            return 0;
        }

        double penalty = selection == LagSelection.Bic ? Math.Log(n) : 2;
        int best = 0;
        double least = double.PositiveInfinity;
        for (int lags = 0; lags <= maximum; lags++)
        {
            double criterion = n * Math.Log(fit.ResidualSum(first + lags) / n) + penalty * (first + lags);
            if (criterion < least)
                (least, best) = (criterion, lags);
        }

        return best;
    }

    /// <summary>Deterministic terms over <paramref name="n"/> observations; the trend is scaled to stay near 1.</summary>
    public static double[][] TrendColumns(int n, Trend trend)
    {
        var columns = new double[(int)trend][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = new double[n];
            for (int i = 0; i < n; i++)
                columns[j][i] = Math.Pow((i + 1.0) / n, j);
        }

        return columns;
    }

    private static LeastSquares Fit(double[] y, Trend trend, int lags)
    {
        int n = y.Length - 1 - lags;
        if (n < 1)
            throw new ArgumentException($"{y.Length} observations are too few for {lags} lags. Use fewer lags or a longer series.");
        var difference = new double[y.Length - 1];
        for (int t = 0; t < difference.Length; t++)
            difference[t] = y[t + 1] - y[t];
        List<double[]> columns = [.. TrendColumns(n, trend), y[lags..^1]];
        for (int k = 1; k <= lags; k++)
            columns.Add(difference[(lags - k)..^k]);
        return new LeastSquares([.. columns], difference[lags..], "Dickey–Fuller regression");
    }
}
