namespace Fathom.Validation;

/// <summary>KPSS, Phillips–Perron, and the detrending they and DF-GLS need.</summary>
internal static class StationarityTests
{
    private static readonly double[] KpssLevels = [0.10, 0.05, 0.025, 0.01];
    private static readonly double[] KpssConstant = [0.347, 0.463, 0.574, 0.739];
    private static readonly double[] KpssLinear = [0.119, 0.146, 0.176, 0.216];

    public static UnitRootResult Kpss(double[] y, Trend trend, int? lags)
    {
        int n = y.Length;
        double[] residuals = Detrend(y, trend, 0);
        int used = lags ?? AutomaticLags(residuals);
        if (used >= n)
            throw new ArgumentException($"{used} lags need more than {n} observations. Use fewer lags.", nameof(lags));
        double sum = 0, squares = 0;
        foreach (double r in residuals)
        {
            sum += r;
            squares += sum * sum;
        }

        double statistic = squares / ((double)n * n) / Bartlett(residuals, used);
        double[] table = trend == Trend.Constant ? KpssConstant : KpssLinear;
        return new UnitRootResult("KPSS", statistic, Tables.Interpolate(statistic, table, KpssLevels), used,
            new CriticalValues(table[3], table[1], table[0]), n);
    }

    public static UnitRootResult PhillipsPerron(double[] y, Trend trend, int lags, PhillipsPerronStatistic which)
    {
        int n = y.Length - 1;
        if (lags >= n)
            throw new ArgumentException($"{lags} lags need more than {n + 1} observations. Use fewer lags.", nameof(lags));
        double[][] Regressors() => [.. DickeyFuller.TrendColumns(n, trend), y[..^1]];
        double[] response = y[1..];
        int level = (int)trend;
        var fit = new LeastSquares(Regressors(), response, "Phillips–Perron regression");
        double[] coefficients = fit.Coefficients(fit.Regressors);
        double[] residuals = Residuals(Regressors(), response, coefficients);

        double gamma = SpanMath.Dot(residuals, residuals) / n;
        double s2 = gamma * n / (n - fit.Regressors);
        double longRun = Bartlett(residuals, lags);
        double sigma = fit.StandardError(level, fit.Regressors), excess = coefficients[level] - 1;
        double statistic = which == PhillipsPerronStatistic.Tau
            ? Math.Sqrt(gamma / longRun) * excess / sigma - 0.5 * (longRun - gamma) / Math.Sqrt(longRun) * n * sigma / Math.Sqrt(s2)
            : n * excess - 0.5 * n * (double)n * sigma * sigma / s2 * (longRun - gamma);
        return which == PhillipsPerronStatistic.Tau
            ? new UnitRootResult("Phillips–Perron (tau)", statistic, MacKinnon.TauPValue(statistic, trend), lags, MacKinnon.TauCriticalValues(trend, n), n)
            : new UnitRootResult("Phillips–Perron (rho)", statistic, MacKinnon.RhoPValue(statistic, trend), lags, MacKinnon.RhoCriticalValues(trend, n), n);
    }

    /// <summary>Residuals of a series about a trend fitted after quasi-differencing by <paramref name="alpha"/>; 0 is ordinary least squares.</summary>
    public static double[] Detrend(double[] y, Trend trend, double alpha)
    {
        double[] Quasi(double[] x) => [.. x.Select((v, t) => t == 0 ? v : v - alpha * x[t - 1])];
        double[][] terms = DickeyFuller.TrendColumns(y.Length, trend);
        var fit = new LeastSquares(Array.ConvertAll(terms, Quasi), Quasi(y), "Detrending");
        return Residuals(terms, y, fit.Coefficients(fit.Regressors));
    }

    /// <summary>Long-run variance γ0 + 2 Σ (1 − k/(lags + 1)) γ_k of residuals.</summary>
    private static double Bartlett(double[] residuals, int lags)
    {
        double[] gamma = SpanMath.Autocovariances(residuals, lags);
        double variance = gamma[0];
        for (int k = 1; k <= lags; k++)
            variance += 2 * (1 - k / (lags + 1.0)) * gamma[k];
        return variance;
    }

    /// <summary>Hobijn, Franses and Ooms (2004), equation 29 for the Bartlett kernel.</summary>
    private static int AutomaticLags(double[] residuals)
    {
        int n = residuals.Length;
        int bandwidth = (int)Math.Pow(n, 2.0 / 9);
        double[] gamma = SpanMath.Autocovariances(residuals, bandwidth);
        double s0 = gamma[0], s1 = 0;
        for (int k = 1; k <= bandwidth; k++)
        {
            s0 += 2 * gamma[k];
            s1 += 2 * k * gamma[k];
        }

        double ratio = s1 / s0;
        return Math.Min(n - 1, (int)(1.1447 * Math.Pow(ratio * ratio, 1.0 / 3) * Math.Pow(n, 1.0 / 3)));
    }

    private static double[] Residuals(double[][] columns, double[] response, double[] coefficients)
    {
        double[] residuals = [.. response];
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < residuals.Length; i++)
                residuals[i] -= coefficients[j] * columns[j][i];
        }

        return residuals;
    }
}
