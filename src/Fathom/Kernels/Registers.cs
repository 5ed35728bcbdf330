using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>Several registers at once.</summary>
internal static unsafe class Registers
{
    /// <summary>Writes four rows of two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(float* rows, T a0, T b0, T a1, T b1, T a2, T b2, T a3, T b3) where T : unmanaged, ILanes<T>
    {
        a0.Store(rows);
        b0.Store(rows + T.Count);
        a1.Store(rows + 2 * T.Count);
        b1.Store(rows + 3 * T.Count);
        a2.Store(rows + 4 * T.Count);
        b2.Store(rows + 5 * T.Count);
        a3.Store(rows + 6 * T.Count);
        b3.Store(rows + 7 * T.Count);
    }
}
