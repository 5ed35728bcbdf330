using System.Runtime.Intrinsics;

namespace Fathom.Kernels;

/// <summary>Which registers this processor has.</summary>
internal static class Lanes
{
    /// <summary>The lanes of the widest register: 16, 8 or 4, or 1 without vectors.</summary>
    public static int Count =>
        Vector512.IsHardwareAccelerated ? Lanes512.Count : Vector256.IsHardwareAccelerated ? Lanes256.Count : Vector128.IsHardwareAccelerated ? Lanes128.Count : Lanes1.Count;
}
