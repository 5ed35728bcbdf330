namespace Fathom.Forecasting;

/// <summary>Transformations whose value at t uses values up to t only. NaN where history is too short.</summary>
internal static class Causal
{
    /// <summary>Mean of the <paramref name="window"/> values up to t.</summary>
    public static double[] Mean(double[] values, int window, int start = 0) => Map(values.Length, t =>
    {
        if (t - window + 1 < start) return double.NaN;
        double sum = 0;
        for (int k = t - window + 1; k <= t; k++)
            sum += values[k];
        return sum / window;
    });

    /// <summary>The value <paramref name="steps"/> before t.</summary>
    public static double[] Lag(double[] values, int steps) => Map(values.Length, t => t < steps ? double.NaN : values[t - steps]);

    /// <summary>Log change from t − 1 to t (difference where not <paramref name="logarithmic"/>); 0 at the start, which no feature reaches.</summary>
    public static double[] Change(double[] values, bool logarithmic = true) =>
        Map(values.Length, t => t == 0 ? 0 : logarithmic ? Math.Log(values[t] / values[t - 1]) : values[t] - values[t - 1]);

    /// <summary>Log of a value over the mean of the up to <paramref name="window"/> values until t, both moved up by 1 so that 0 has a logarithm.</summary>
    public static double[] RelativeLog(double[] values, int window) => Map(values.Length, t =>
    {
        int first = Math.Max(0, t - window + 1);
        double sum = 0;
        for (int k = first; k <= t; k++)
            sum += values[k];
        return Math.Log((values[t] + 1) / (sum / (t - first + 1) + 1));
    });

    public static double[] Map(int length, Func<int, double> value)
    {
        var mapped = new double[length];
        for (int t = 0; t < length; t++)
            mapped[t] = value(t);
        return mapped;
    }
}
