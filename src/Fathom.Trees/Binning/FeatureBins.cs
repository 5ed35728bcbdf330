namespace Fathom.Trees;

/// <summary>Which bin each value of a column falls into; bin 0 holds the missing values.</summary>
internal abstract unsafe class FeatureBins
{
    /// <summary>Values whose bins are found before they are written: they stay in the first-level cache.</summary>
    private const int Block = 512;

    /// <summary>The number of bins, that of the missing values included; at most 65,536.</summary>
    internal abstract int Count { get; }

    /// <summary>The bins of values, 0 for NaN.</summary>
    internal abstract void BinsOf(ReadOnlySpan<float> values, Span<int> bins);

    /// <summary>Writes the cells of a run of rows and says whether any is missing.</summary>
    /// <param name="values">The rows' values.</param>
    /// <param name="cells">The first row's cell.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <param name="column">Receives the cells once more, one after another; empty where a cell takes two bytes.</param>
    internal bool Fill(ReadOnlySpan<float> values, byte* cells, int stride, Span<byte> column)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Fathom.Trees lays bins out for little-endian processors.");
        Span<int> bins = stackalloc int[Block];
        bool missing = false;
        for (int start = 0; start < values.Length; start += Block)
        {
            int count = Math.Min(Block, values.Length - start);
            BinsOf(values.Slice(start, count), bins[..count]);
            for (int i = 0; i < count; i++, cells += stride)
            {
                missing |= bins[i] == 0;
                if (column.IsEmpty)
                    *(ushort*)cells = (ushort)bins[i];
                else
                    *cells = column[start + i] = (byte)bins[i];
            }
        }
        return missing;
    }
}
