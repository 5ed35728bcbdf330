using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Kernels;

/// <summary>Asks for memory before it is needed. What a step keeps is larger than the second-level cache, and the processor does not see the next step coming.</summary>
internal static unsafe class CacheLines
{
    private const int Line = 16;

    /// <summary>Brings numbers into the second-level cache; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* from, int count)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < count; i += Line) Sse.Prefetch1(from + i);
    }
}
