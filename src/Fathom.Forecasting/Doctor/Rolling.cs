namespace Fathom.Forecasting;

/// <summary>Statistics of the values before each position, so that nothing later is ever seen.</summary>
internal static class Rolling
{
    /// <summary>Median of the up to <paramref name="window"/> values before each position; NaN at the first.</summary>
    public static double[] MedianBefore(double[] values, int window)
    {
        var medians = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            medians[i] = MedianBefore(values, i, window);
        return medians;
    }

    /// <summary>Median of the up to <paramref name="window"/> values before one position; NaN where there is none.</summary>
    public static double MedianBefore(double[] values, int position, int window)
    {
        int count = Math.Min(position, window);
        if (count == 0)
            return double.NaN;
        Span<double> part = stackalloc double[count];
        values.AsSpan(position - count, count).CopyTo(part);
        part.Sort();
        return (part[(count - 1) / 2] + part[count / 2]) / 2;
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
