namespace Fathom.Trees;

/// <summary>Ranks numbers among their distinct values.</summary>
internal static class ValueRanks
{
    /// <summary>Writes the rank of each value, and the number of distinct values for NaN.</summary>
    /// <returns>The distinct values, ascending.</returns>
    internal static float[] Of(ReadOnlySpan<float> values, Span<int> ranks)
    {
        var keys = new ulong[values.Length];
        var spare = new ulong[values.Length];
        int known = 0;
        for (int row = 0; row < values.Length; row++)
        {
            // Adding zero turns −0 into 0.
            if (!float.IsNaN(values[row]))
                keys[known++] = (ulong)ToOrdered(values[row] + 0f) << 32 | (uint)row;
        }
        Span<ulong> sorted = KeySort.Sort(keys.AsSpan(0, known), spare.AsSpan(0, known), 0, uint.MaxValue);
        var distinct = new List<float>();
        ulong last = ulong.MaxValue;
        foreach (ulong key in sorted)
        {
            if (key >> 32 != last)
            {
                last = key >> 32;
                distinct.Add(values[(int)(uint)key] + 0f);
            }
            ranks[(int)(uint)key] = distinct.Count - 1;
        }
        for (int row = 0; row < values.Length; row++)
        {
            if (float.IsNaN(values[row]))
                ranks[row] = distinct.Count;
        }
        return [.. distinct];
    }

    /// <summary>Flips bits so that unsigned integers order as the floats do: all bits of negative numbers, the sign of the others.</summary>
    private static uint ToOrdered(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);
    }
}
