using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>
/// Packs a gradient and a hessian into one 64-bit integer: the gradient times its scale in the upper half, the hessian times its scale in the lower.
/// A histogram update is then one integer addition, and integer sums do not depend on their order.
/// </summary>
/// <remarks>
/// Scales are powers of two taken from the actual sums, so that Σ|g|·scale &lt; 2³⁰ and Σh·scale &lt; 2³¹; rounding adds at most 1 per row,
/// which keeps the halves below 2³¹ and 2³² for up to 2³⁰ rows: they never run into each other. Hessians that are 1 (squared error) stay exact.
/// </remarks>
internal readonly struct FixedPointScale
{
    private const int GradientBits = 30;
    private const int HessianBits = 31;
    private const double RandomStep = 1.0 / 65536;

    private readonly double _gradient;
    private readonly double _hessian;

    /// <param name="gradientSum">Σ|g| over the rows.</param>
    /// <param name="hessianSum">Σh over the rows.</param>
    internal FixedPointScale(double gradientSum, double hessianSum)
    {
        _gradient = PowerOfTwo(gradientSum, GradientBits);
        _hessian = PowerOfTwo(hessianSum, HessianBits);
    }

    /// <summary>Rounds stochastically, so that sums stay unbiased however small a row's share is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Pack(float gradient, float hessian, uint random)
    {
        long upper = (long)Math.Floor(gradient * _gradient + (random & 0xffff) * RandomStep);
        long lower = (long)(hessian * _hessian + (random >> 16) * RandomStep);
        return (upper << 32) + lower;
    }

    /// <summary>The sum of gradients in a sum of packed pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Gradient(long packed) => (packed >> 32) / _gradient;

    /// <summary>The sum of hessians in a sum of packed pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Hessian(long packed) => (uint)packed / _hessian;

    /// <summary>Whether the rows of <paramref name="left"/> weigh at least as much as the rest of <paramref name="node"/>.</summary>
    internal bool LeftIsHeavier(long left, long node) => Hessian(left) >= Hessian(node - left);

    /// <summary>The largest power of two that keeps <paramref name="sum"/> times it below 2^<paramref name="bits"/>.</summary>
    private static double PowerOfTwo(double sum, int bits) =>
        sum > 0 ? Math.ScaleB(1, Math.Min(bits - 1 - Math.ILogB(sum), 1000)) : 1;
}
