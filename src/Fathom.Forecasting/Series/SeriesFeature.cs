namespace Fathom.Forecasting;

/// <summary>A further column of a <see cref="PriceSeries"/>, known at each of its times.</summary>
/// <param name="Name">Name of the column; "VIX" has a meaning of its own for the volatility task.</param>
/// <param name="Values">One finite value per time of the series.</param>
public sealed record SeriesFeature(string Name, double[] Values)
{
    /// <summary>The column that volatility forecasters look for: implied volatility in percent per year.</summary>
    public const string Vix = "VIX";

    /// <summary>Aligns a column that has times of its own: at each time of the series, the last value known then, never a later one.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="times">Times of the series, ascending.</param>
    /// <param name="knownAt">Times at which the values became known, strictly ascending.</param>
    /// <param name="values">One value per element of <paramref name="knownAt"/>; NaN, meaning unknown, lets the value before it stand.</param>
    /// <exception cref="ForecastException">The column starts after the series does, or its times do not ascend.</exception>
    public static SeriesFeature AsOf(string name, DateTime[] times, DateTime[] knownAt, double[] values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(knownAt);
        ArgumentNullException.ThrowIfNull(values);
        SeriesChecks.Ascending(knownAt, $"feature '{name}'");
        if (knownAt.Length != values.Length)
            throw new ArgumentException($"Feature '{name}' has {knownAt.Length} times but {values.Length} values: give every time one.");
        var aligned = new double[times.Length];
        double last = double.NaN;
        int next = 0;
        for (int i = 0; i < times.Length; i++)
        {
            for (; next < knownAt.Length && knownAt[next] <= times[i]; next++)
                last = double.IsNaN(values[next]) ? last : values[next];
            if (double.IsNaN(last))
            {
                throw new ForecastException($"Feature '{name}' has no value yet at {SeriesChecks.Show(times[i])}.",
                    $"feature '{name}', row {i + 1} of the series", "Start the series later or leave the feature out.");
            }

            aligned[i] = last;
        }

        return new SeriesFeature(name, aligned);
    }
}
