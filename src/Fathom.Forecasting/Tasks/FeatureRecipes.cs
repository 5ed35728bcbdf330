namespace Fathom.Forecasting;

/// <summary>The features that tasks share.</summary>
internal static class FeatureRecipes
{
    public const string LogVarianceDay = "log variance, 1", LogVarianceWeek = "log variance, 5", LogVarianceMonth = "log variance, 22";
    public const string LossDay = "loss, 1", LossWeek = "loss, 5", LossMonth = "loss, 22";

    private const double VarianceFloor = 1e-12;

    /// <summary>Recent steps, their means and their dispersion.</summary>
    public static IEnumerable<(string, double[])> Steps(double[] steps)
    {
        for (int lag = 0; lag < 5; lag++)
            yield return ($"step, lag {lag}", Causal.Lag(steps, lag));
        yield return ("step, mean 5", Causal.Mean(steps, 5, start: 1));
        yield return ("step, mean 22", Causal.Mean(steps, 22, start: 1));
        double[] squares = Array.ConvertAll(steps, step => step * step);
        double[] variance = Causal.Mean(squares, 22, start: 1);
        yield return ("log dispersion, 22", Array.ConvertAll(variance, value => Math.Log(value + VarianceFloor)));
    }

    /// <summary>Heterogeneous autoregression in logs (Corsi 2009): variance of the day, the week, the month.</summary>
    public static IEnumerable<(string, double[])> LogVariances(double[] variance) =>
    [
        (LogVarianceDay, Array.ConvertAll(variance, Math.Log)),
        (LogVarianceWeek, Array.ConvertAll(Causal.Mean(variance, 5), Math.Log)),
        (LogVarianceMonth, Array.ConvertAll(Causal.Mean(variance, 22), Math.Log)),
    ];

    /// <summary>The leverage effect: losses of the day, the week, the month raise volatility (Corsi and Renò 2012).</summary>
    public static IEnumerable<(string, double[])> Losses(double[] returns)
    {
        double[] losses = Array.ConvertAll(returns, value => Math.Min(value, 0));
        yield return (LossDay, losses);
        yield return (LossWeek, Causal.Mean(losses, 5, start: 1));
        yield return (LossMonth, Causal.Mean(losses, 22, start: 1));
    }

    /// <summary>
    /// Volume and the series' own features: level and last change, in logs where the quantity is positive. Whether it is, is judged on the whole series, as a
    /// property of the quantity (a price, a rate): the one thing that a value yet to come can change about a feature, and a choice of unit, not a number.
    /// </summary>
    public static IEnumerable<(string, double[])> Others(PriceSeries series, bool changes)
    {
        if (series.Volume is { } volume)
            yield return ("relative volume", Causal.RelativeLog(Array.ConvertAll(volume, value => Math.Max(value, 0)), 22));
        foreach (SeriesFeature feature in series.Features)
        {
            bool positive = Array.TrueForAll(feature.Values, value => value > 0);
            yield return (positive ? LogOf(feature.Name) : feature.Name, positive ? Array.ConvertAll(feature.Values, Math.Log) : feature.Values);
            if (changes)
                yield return ($"change of {feature.Name}", Causal.Change(feature.Values, positive));
        }
    }

    public static string LogOf(string feature) => $"log {feature}";
}
