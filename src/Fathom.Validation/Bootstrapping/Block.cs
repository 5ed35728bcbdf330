namespace Fathom.Validation;

/// <summary>A run of observations that a resample copies; it wraps round the end of the series.</summary>
internal readonly record struct Block(int Start, int Length)
{
    /// <summary>Copies blocks out of a series, one after another.</summary>
    public static void Gather(ReadOnlySpan<Block> blocks, ReadOnlySpan<double> series, Span<double> sample)
    {
        int at = 0;
        foreach (Block block in blocks)
        {
            int start = block.Start, left = block.Length;
            while (left > 0)
            {
                int run = Math.Min(left, series.Length - start);
                if (run == 1)
                    sample[at] = series[start];
                else
                    series.Slice(start, run).CopyTo(sample[at..]);
                at += run;
                left -= run;
                start = 0;
            }
        }
    }
}
