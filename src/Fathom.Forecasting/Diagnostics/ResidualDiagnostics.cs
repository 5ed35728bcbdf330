using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>
/// Tests of what forecast errors still hold. Returns and levels are judged by y − f, variances by ln(y/f), whose errors are of one size. With horizons above 1
/// the targets overlap, so autocorrelation up to the horizon is no fault of the model; the reading says so.
/// </summary>
internal static class ResidualDiagnostics
{
    private const int LjungBoxLags = 10;
    private const int ArchLags = 5;
    private const double Level = 0.05;

    public static IEnumerable<ResidualTest> Examine(Scorecard card, ForecastProblem problem)
    {
        double[] forecast = card.MeanForecast;
        double[] errors = [.. card.Actual.Zip(forecast, (y, f) => problem.Task is VolatilityTask ? Math.Log(y / f) : y - f)];
        if (errors.Length < 4 * LjungBoxLags || Array.TrueForAll(errors, error => error == errors[0]))
            yield break;
        string name = card.Forecaster.Name;
        string overlap = problem.Task.Horizon > 1 ? string.Create(CultureInfo.InvariantCulture, $"; targets of horizon {problem.Task.Horizon} overlap, which alone causes it") : "";
        (double q, double qp) = LjungBox(errors, LjungBoxLags);
        yield return new ResidualTest(name, "Ljung–Box", LjungBoxLags, q, qp, qp < Level ? $"errors are autocorrelated{overlap}" : "no autocorrelation found");
        (double arch, double archP) = ArchLm(errors, ArchLags);
        yield return new ResidualTest(name, "ARCH-LM", ArchLags, arch, archP, archP < Level ? $"the size of errors clusters{overlap}" : "no clustering of the size of errors found");
        (double jb, double jbP) = JarqueBera(errors);
        yield return new ResidualTest(name, "Jarque–Bera", null, jb, jbP, jbP < Level ? "errors are not normal" : "no departure from normality found");
    }

    /// <summary>Q = n(n + 2) Σ ρ²ₖ/(n − k), χ² with as many degrees of freedom as lags (Ljung and Box 1978).</summary>
    internal static (double Statistic, double PValue) LjungBox(ReadOnlySpan<double> values, int lags)
    {
        int n = values.Length;
        double mean = Mean(values), variance = 0, statistic = 0;
        foreach (double value in values)
            variance += (value - mean) * (value - mean);
        for (int lag = 1; lag <= lags; lag++)
        {
            double covariance = 0;
            for (int i = lag; i < n; i++)
                covariance += (values[i] - mean) * (values[i - lag] - mean);
            double rho = covariance / variance;
            statistic += rho * rho / (n - lag);
        }

        statistic *= n * (n + 2.0);
        return (statistic, Tail(statistic, lags));
    }

    /// <summary>(n − lags)·R² of squared values on their own lags and a constant, χ² (Engle 1982).</summary>
    internal static (double Statistic, double PValue) ArchLm(ReadOnlySpan<double> values, int lags)
    {
        int rows = values.Length - lags;
        var features = new double[rows, lags];
        var targets = new double[rows];
        double scale = 0;
        foreach (double value in values)
            scale += value * value / values.Length;
        for (int i = 0; i < rows; i++)
        {
            targets[i] = values[i + lags] * values[i + lags] / scale;
            for (int lag = 1; lag <= lags; lag++)
                features[i, lag - 1] = values[i + lags - lag] * values[i + lags - lag] / scale;
        }

        var regression = new Tabular.Ridge(0);
        regression.Fit(features, targets);
        double[] predicted = regression.Predict(features);
        double mean = Mean(targets), residual = 0, total = 0;
        for (int i = 0; i < rows; i++)
        {
            residual += (targets[i] - predicted[i]) * (targets[i] - predicted[i]);
            total += (targets[i] - mean) * (targets[i] - mean);
        }

        double statistic = rows * (1 - residual / total);
        return (statistic, Tail(statistic, lags));
    }

    /// <summary>n/6·(S² + (K − 3)²/4), χ² with 2 degrees of freedom (Jarque and Bera 1980).</summary>
    internal static (double Statistic, double PValue) JarqueBera(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        double mean = Mean(values), second = 0, third = 0, fourth = 0;
        foreach (double value in values)
        {
            double error = value - mean;
            second += error * error / n;
            third += error * error * error / n;
            fourth += error * error * error * error / n;
        }

        double skewness = third / Math.Pow(second, 1.5), kurtosis = fourth / (second * second);
        double statistic = n / 6.0 * (skewness * skewness + (kurtosis - 3) * (kurtosis - 3) / 4);
        return (statistic, Tail(statistic, 2));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double Tail(double statistic, int freedom) => MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(freedom / 2.0, statistic / 2);
}
