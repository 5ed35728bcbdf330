using System.Runtime.InteropServices;

namespace Fathom.Trees;

/// <summary>Sorts floats without NaN in three passes over 11 bits each, without comparing them.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Buckets = 1 << Bits;

    /// <summary>Below this length clearing the counters costs more than comparing.</summary>
    private const int ShortestLength = 2048;

    internal static void Sort(Span<float> values)
    {
        if (values.Length < ShortestLength)
        {
            values.Sort();
            return;
        }
        Span<uint> keys = MemoryMarshal.Cast<float, uint>(values);
        uint[] spare = GC.AllocateUninitializedArray<uint>(values.Length);
        foreach (ref uint key in keys)
            key = ToOrdered(key);
        Pass(keys, spare, 0);
        Pass(spare, keys, Bits);
        Pass(keys, spare, 2 * Bits);
        for (int i = 0; i < keys.Length; i++)
            keys[i] = FromOrdered(spare[i]);
    }

    private static void Pass(ReadOnlySpan<uint> source, Span<uint> target, int shift)
    {
        Span<int> starts = stackalloc int[Buckets];
        starts.Clear();
        foreach (uint key in source)
            starts[(int)(key >> shift & (Buckets - 1))]++;
        int next = 0;
        foreach (ref int start in starts)
            (start, next) = (next, next + start);
        foreach (uint key in source)
            target[starts[(int)(key >> shift & (Buckets - 1))]++] = key;
    }

    /// <summary>Flips bits so that unsigned integers order as the floats do: all bits of negative numbers, the sign of the others.</summary>
    private static uint ToOrdered(uint bits) => bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);

    private static uint FromOrdered(uint key) => key ^ ((uint)((int)~key >> 31) | 0x8000_0000);
}
