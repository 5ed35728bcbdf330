namespace Fathom.Forecasting;

/// <summary>Statistics of the values before each position, so that nothing later is ever seen.</summary>
internal static class Rolling
{
    /// <summary>Median of the up to <paramref name="window"/> values before each position; NaN at the first.</summary>
    public static double[] MedianBefore(double[] values, int window)
    {
        var medians = new double[values.Length];
        Span<double> sorted = stackalloc double[window];
        medians[0] = double.NaN;
        for (int i = 1; i < values.Length; i++)
        {
            int count = Math.Min(i, window);
            Span<double> part = sorted[..count];
            values.AsSpan(i - count, count).CopyTo(part);
            part.Sort();
            medians[i] = count % 2 == 1 ? part[count / 2] : (part[count / 2 - 1] + part[count / 2]) / 2;
        }

        return medians;
    }

    /// <summary>Root mean square of the up to <paramref name="window"/> values before each position; NaN where there are fewer than <paramref name="least"/>.</summary>
    public static double[] RootMeanSquareBefore(double[] values, int window, int least)
    {
        var roots = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int count = Math.Min(i, window);
            double sum = 0;
            for (int k = i - count; k < i; k++)
                sum += values[k] * values[k];
            roots[i] = count < least ? double.NaN : Math.Sqrt(sum / count);
        }

        return roots;
    }
}
