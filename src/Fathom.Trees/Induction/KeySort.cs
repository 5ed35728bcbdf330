using System.Numerics;

namespace Fathom.Trees;

/// <summary>Sorts numbers whose upper half is a key and whose lower half ascends already: by key, ties by the lower half.</summary>
internal static class KeySort
{
    /// <summary>Up to here insertion beats everything.</summary>
    private const int ShortestSort = 24;

    /// <summary>Counters of a pass over 11 bits lie in the first-level cache.</summary>
    private const int Bits = 11;

    private const int Buckets = 1 << Bits;

    /// <summary>Sorts in place or into the spare memory.</summary>
    /// <param name="keys">Key in the upper 32 bits.</param>
    /// <param name="spare">Memory of the same length.</param>
    /// <param name="least">The least key.</param>
    /// <param name="greatest">The greatest key.</param>
    /// <returns>Whichever of the two spans holds the sorted keys.</returns>
    internal static Span<ulong> Sort(Span<ulong> keys, Span<ulong> spare, uint least, uint greatest)
    {
        uint range = greatest - least;
        if (keys.Length <= ShortestSort)
        {
            Insert(keys);
            return keys;
        }
        int passes = range == 0 ? 0 : (BitOperations.Log2(range) + Bits) / Bits;
        // A pass costs about 3 ns a key and 1 ns a counter; comparisons cost about 2 ns times log₂ of the length.
        long buckets = passes == 1 ? (long)range + 1 : Buckets;
        if (passes * (3L * keys.Length + buckets) > 2L * keys.Length * int.Log2(keys.Length))
        {
            keys.Sort();
            return keys;
        }
        for (int pass = 0; pass < passes; pass++)
        {
            Pass(keys, spare, least, pass * Bits, (int)buckets);
            Span<ulong> sorted = spare;
            spare = keys;
            keys = sorted;
        }
        return keys;
    }

    private static void Insert(Span<ulong> keys)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int to = i;
            for (; to > 0 && keys[to - 1] > key; to--)
                keys[to] = keys[to - 1];
            keys[to] = key;
        }
    }

    private static void Pass(ReadOnlySpan<ulong> source, Span<ulong> target, uint least, int shift, int buckets)
    {
        Span<int> starts = stackalloc int[buckets];
        starts.Clear();
        foreach (ulong key in source)
            starts[(int)(((uint)(key >> 32) - least) >> shift & (Buckets - 1))]++;
        int next = 0;
        foreach (ref int start in starts)
            (start, next) = (next, next + start);
        foreach (ulong key in source)
            target[starts[(int)(((uint)(key >> 32) - least) >> shift & (Buckets - 1))]++] = key;
    }
}
