namespace Fathom.Forecasting.Tests;

/// <summary>Series whose truth is known.</summary>
internal static class Synthetic
{
    public static PriceSeries RandomWalk(int length, int seed, double deviation = 0.01) => FromReturns(Normal(length, seed).Select(value => deviation * value));

    /// <summary>Returns r[t] = φ r[t−1] + ε[t].</summary>
    public static PriceSeries Autoregressive(int length, int seed, double phi)
    {
        double last = 0;
        return FromReturns(Normal(length, seed).Select(value => last = phi * last + 0.01 * value));
    }

    public static PriceSeries FromReturns(IEnumerable<double> returns)
    {
        double level = Math.Log(100);
        double[] close = [.. returns.Select(value => Math.Exp(level += value))];
        return new PriceSeries("made", BusinessDays(close.Length), close);
    }

    public static DateTime[] BusinessDays(int count)
    {
        var days = new List<DateTime>(count);
        for (var day = new DateTime(2000, 1, 3); days.Count < count; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) days.Add(day);
        }

        return [.. days];
    }

    public static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>Bars with volume and a VIX around a random walk whose volatility clusters.</summary>
    public static PriceSeries Bars(int length, int seed)
    {
        double[] noise = Normal(4 * length, seed);
        double log = Math.Log(0.01), level = Math.Log(100);
        double[] open = new double[length], high = new double[length], low = new double[length], close = new double[length], volume = new double[length], vix = new double[length];
        for (int i = 0; i < length; i++)
        {
            log = Math.Log(0.01) + 0.95 * (log - Math.Log(0.01)) + 0.15 * noise[4 * i];
            double sigma = Math.Exp(log);
            open[i] = Math.Exp(level);
            close[i] = Math.Exp(level += sigma * noise[4 * i + 1]);
            high[i] = Math.Max(open[i], close[i]) * Math.Exp(0.5 * sigma * Math.Abs(noise[4 * i + 2]));
            low[i] = Math.Min(open[i], close[i]) * Math.Exp(-0.5 * sigma * Math.Abs(noise[4 * i + 3]));
            volume[i] = Math.Round(1e6 * Math.Exp(0.3 * noise[4 * i + 2]));
            vix[i] = 100 * Math.Sqrt(252) * sigma * 1.2;
        }

        return new PriceSeries("made", BusinessDays(length), close)
        {
            Bars = new PriceBars(open, high, low), Volume = volume, Features = [new SeriesFeature("VIX", vix)],
        };
    }
}
