namespace Fathom.Trees;

/// <summary>Ranks numbers among their distinct values.</summary>
internal static class ValueRanks
{
    /// <summary>Flipped, whole numbers of either sign order as unsigned ones.</summary>
    private const uint SignBit = 1u << 31;

    /// <summary>Writes the rank of each value, and the number of distinct values for NaN.</summary>
    /// <returns>The distinct values, ascending.</returns>
    internal static float[] Of(ReadOnlySpan<float> values, Span<int> ranks)
    {
        var keys = new ulong[values.Length];
        var spare = new ulong[values.Length];
        int known = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (!float.IsNaN(values[row]))
                keys[known++] = (ulong)((uint)ToOrdered(values[row]) ^ SignBit) << 32 | (uint)row;
        }
        Span<ulong> sorted = KeySort.Sort(keys.AsSpan(0, known), spare.AsSpan(0, known), 0, uint.MaxValue);
        var distinct = new List<float>();
        ulong last = ulong.MaxValue;
        foreach (ulong key in sorted)
        {
            if (key >> 32 != last)
            {
                last = key >> 32;
                distinct.Add(FromOrdered((int)((uint)last ^ SignBit)));
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

    /// <summary>A whole number in the order of the numbers; −0 counts as 0.</summary>
    internal static int ToOrdered(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);
        return bits ^ (bits >> 31 & int.MaxValue);
    }

    internal static float FromOrdered(int ordered) => BitConverter.Int32BitsToSingle(ordered ^ (ordered >> 31 & int.MaxValue));
}
