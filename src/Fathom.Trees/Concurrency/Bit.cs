using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>Comparisons as numbers, for loops whose branches no processor could predict.</summary>
internal static class Bit
{
    /// <summary>1 for true, 0 for false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Of(bool value) => Unsafe.BitCast<bool, byte>(value);

    /// <summary>The number for true, 0 for false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Keep(bool value, double number) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(number) & -(long)Of(value));
}
