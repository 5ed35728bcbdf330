namespace Fathom.Trees;

/// <summary>Chooses the cuts between the bins of a numeric column.</summary>
internal static class QuantileCuts
{
    /// <summary>Quantiles of this many rows lie within 0.4 % of the true ones (Dvoretzky–Kiefer–Wolfowitz at 1 − 10⁻³): as wide as a bin.</summary>
    internal const int SampleRows = 200_000;

    /// <summary>
    /// Ascending cuts; a value belongs to the bin whose number is the count of cuts at or below it. Where the bins suffice every distinct value
    /// gets one, with the cut halfway to the next. Otherwise bins are filled to equal counts, value by value, so that a frequent value
    /// takes one bin for itself and leaves the others to the rest.
    /// </summary>
    /// <param name="column">The column; NaN is missing.</param>
    /// <param name="maxBins">The most bins, at least 2.</param>
    /// <param name="sampling">Chooses rows where there are more than <see cref="SampleRows"/>.</param>
    internal static float[] Choose(ReadOnlySpan<float> column, int maxBins, CounterHash sampling)
    {
        Span<float> values = SortedSample(column, sampling);
        return values.IsEmpty ? [] : Choose(values, maxBins);
    }

    private static float[] Choose(ReadOnlySpan<float> sorted, int maxBins)
    {
        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[i - 1])
                distinct++;
        }
        var cuts = new List<float>(Math.Min(distinct, maxBins) - 1);
        int binsLeft = maxBins, filled = 0;
        for (int i = 1; i < sorted.Length && binsLeft > 1; i++)
        {
            filled++;
            if (sorted[i] == sorted[i - 1])
                continue;
            int rest = sorted.Length - i;
            bool full = distinct <= maxBins || (long)filled * binsLeft >= rest + filled;
            if (!full && !NextValueIsFrequent(sorted, i, (rest + filled) / binsLeft))
                continue;
            cuts.Add(Between(sorted[i - 1], sorted[i]));
            binsLeft--;
            filled = 0;
        }
        return [.. cuts];
    }

    /// <summary>Whether the value that starts at <paramref name="start"/> fills a bin alone: then the bin before it ends here.</summary>
    private static bool NextValueIsFrequent(ReadOnlySpan<float> sorted, int start, int fill)
    {
        int last = start + Math.Max(1, fill);
        return last < sorted.Length && sorted[last] == sorted[start];
    }

    /// <summary>A float c with low &lt; c ≤ high, halfway where there is room.</summary>
    internal static float Between(float low, float high)
    {
        float middle = (float)(((double)low + high) / 2);
        return middle > low ? middle : high;
    }

    private static Span<float> SortedSample(ReadOnlySpan<float> column, CounterHash sampling)
    {
        double share = (double)SampleRows / column.Length;
        var values = new float[column.Length];
        int count = 0;
        for (int row = 0; row < column.Length; row++)
        {
            if (!float.IsNaN(column[row]) && (share >= 1 || sampling.UniformAt(row) < share))
                values[count++] = column[row];
        }
        Span<float> taken = values.AsSpan(0, count);
        RadixSort.Sort(taken);
        return taken;
    }
}
