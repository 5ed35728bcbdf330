using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Random bits as a function of a key and a counter: any thread can draw the bits of any row, and they never depend on who draws first.</summary>
internal readonly struct CounterHash
{
    private readonly uint _key;

    /// <summary>One stream of bits for each combination of arguments.</summary>
    internal CounterHash(int seed, int round, int purpose) =>
        _key = Mix(Mix(Mix((uint)seed + 0x9E3779B9) + (uint)round) + (uint)purpose);

    /// <summary>32 random bits for a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint At(int counter) => Mix((uint)counter + _key);

    /// <summary>The bits of eight counters that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<uint> EightAt(int first)
    {
        Vector256<uint> x = Vector256.Create((uint)first + _key) + Vector256<uint>.Indices;
        x ^= Vector256.ShiftRightLogical(x, 16);
        x *= 0x7feb352d;
        x ^= Vector256.ShiftRightLogical(x, 15);
        x *= 0x846ca68b;
        return x ^ Vector256.ShiftRightLogical(x, 16);
    }

    /// <summary>A number in [0, 1) for a counter.</summary>
    internal double UniformAt(int counter) => At(counter) * (1.0 / (1L << 32));

    /// <summary>Wellons' lowbias32: a bijection of 32 bits in which every input bit flips every output bit with probability close to ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7feb352d;
        x ^= x >> 15;
        x *= 0x846ca68b;
        return x ^ (x >> 16);
    }
}
