using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Kernels;

/// <summary>Asks for memory before it is needed. What a step keeps is larger than the second-level cache, and the processor does not see the next step coming.</summary>
internal static unsafe class CacheLines
{
    /// <summary>The numbers in a line.</summary>
    public const int Line = 16;

    /// <summary>Brings numbers into the second-level cache; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* from, int count)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < count; i += Line) Sse.Prefetch1(from + i);
    }

    /// <summary>Brings the line of a number into the second-level cache; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* number)
    {
        if (Sse.IsSupported) Sse.Prefetch1(number);
    }

    /// <summary>Brings a part of some samples' numbers.</summary>
    /// <param name="first">Of the first sample.</param>
    /// <param name="sampleStride">From one sample to the next.</param>
    /// <param name="samples">How many.</param>
    /// <param name="count">Numbers of each.</param>
    /// <param name="part">Which part of the samples.</param>
    /// <param name="parts">Of how many.</param>
    public static void Prefetch(float* first, long sampleStride, int samples, int count, int part, int parts)
    {
        for (int sample = part * samples / parts, end = (part + 1) * samples / parts; sample < end; sample++) Prefetch(first + sample * sampleStride, count);
    }
}
