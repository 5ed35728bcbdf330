using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>1.5·2⁵²: the bits of a small whole number plus this are those of this plus the number.</summary>
    private const double Magic = 6755399441055744.0;

    /// <summary>2⁵²: likewise for numbers that are not negative.</summary>
    private const double UnsignedMagic = 4503599627370496.0;

    private readonly double _gradient;
    private readonly double _hessian;

    /// <param name="gradientSum">Σ|g| over the rows.</param>
    /// <param name="hessianSum">Σh over the rows.</param>
    internal FixedPointScale(double gradientSum, double hessianSum)
    {
        _gradient = PowerOfTwo(gradientSum, GradientBits);
        _hessian = PowerOfTwo(hessianSum, HessianBits);
    }

    /// <summary>Whether a row's derivatives are so small beside the sums that rounding drowns them.</summary>
    internal bool Drowns(float gradient, float hessian) =>
        (gradient != 0 && Math.Abs(gradient) * _gradient < 1) || (hessian != 0 && hessian * _hessian < 1);

    /// <summary>How many of eight rows drown.</summary>
    internal int CountDrowned(Vector256<float> gradients, Vector256<float> hessians)
    {
        Vector256<float> drowned =
            (Vector256.LessThan(Vector256.Abs(gradients), Vector256.Create((float)(1 / _gradient))) & ~Vector256.Equals(gradients, Vector256<float>.Zero))
            | (Vector256.LessThan(hessians, Vector256.Create((float)(1 / _hessian))) & ~Vector256.Equals(hessians, Vector256<float>.Zero));
        return System.Numerics.BitOperations.PopCount(drowned.ExtractMostSignificantBits());
    }

    /// <summary>Rounds stochastically, so that sums stay unbiased however small a row's share is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal long Pack(float gradient, float hessian, uint random)
    {
        long upper = (long)Math.Floor(gradient * _gradient + (random & 0xffff) * RandomStep);
        long lower = (long)(hessian * _hessian + (random >> 16) * RandomStep);
        return (upper << 32) + lower;
    }

    /// <summary>Four rows at once, to the same pairs as one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<long> Pack(Vector256<double> gradients, Vector256<double> hessians, Vector256<double> low, Vector256<double> high)
    {
        Vector256<double> upper = Vector256.Floor(gradients * _gradient + low * RandomStep), lower = Vector256.Floor(hessians * _hessian + high * RandomStep);
        Vector256<long> magic = Vector256.Create(Magic).AsInt64();
        Vector256<long> upperBits = (upper + Vector256.Create(Magic)).AsInt64() - magic, lowerBits = (lower + Vector256.Create(Magic)).AsInt64() - magic;
        return Vector256.ShiftLeft(upperBits, 32) + lowerBits;
    }

    /// <summary>The sums in a sum of packed pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal DerivativeSums Sums(long packed) => new((packed >> 32) / _gradient, (uint)packed / _hessian);

    /// <summary>The sums in many packed pairs; whole vectors are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Unpack(long* packed, int count, ScanBuffer buffer)
    {
        var unpacker = new Unpacker(_gradient, _hessian);
        for (int i = 0; i < count; i += Vector256<long>.Count)
            unpacker.Store(Vector256.Load(packed + i), buffer.Gradients + i, buffer.Hessians + i);
    }

    /// <summary>The running sums in packed pairs; whole vectors are read and written, and the last sum is repeated to the end of its vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void Cumulate(long* packed, int count, ScanBuffer buffer)
    {
        var unpacker = new Unpacker(_gradient, _hessian);
        double* gradients = buffer.Gradients, hessians = buffer.Hessians;
        Vector256<long> before = Vector256<long>.Zero;
        nint i = 0;
        for (; i <= count - Vector256<long>.Count; i += Vector256<long>.Count)
        {
            Vector256<long> running = Running(Vector256.Load(packed + i));
            unpacker.Store(running + before, gradients + i, hessians + i);
            before += Vector256.Shuffle(running, Vector256.Create(3L));
        }
        if (i == count)
            return;
        Vector256<long> isInside = Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)(count - i)));
        unpacker.Store(Running(Vector256.Load(packed + i) & isInside) + before, gradients + i, hessians + i);
    }

    /// <summary>Each entry with those before it added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Running(Vector256<long> values)
    {
        values += Vector256.Shuffle(values, Vector256.Create(-1L, 0, 1, 2));
        return values + Vector256.Shuffle(values, Vector256.Create(-1L, -1, 0, 1));
    }

    /// <summary>The largest power of two that keeps <paramref name="sum"/> times it below 2^<paramref name="bits"/>.</summary>
    private static double PowerOfTwo(double sum, int bits) =>
        sum > 0 ? Math.ScaleB(1, Math.Min(bits - 1 - Math.ILogB(sum), 1000)) : 1;

    /// <summary>Takes packed pairs apart.</summary>
    private readonly unsafe struct Unpacker(double gradientScale, double hessianScale)
    {
        private readonly Vector256<double> _gradientStep = Vector256.Create(1 / gradientScale);
        private readonly Vector256<double> _hessianStep = Vector256.Create(1 / hessianScale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Store(Vector256<long> pairs, double* gradients, double* hessians)
        {
            Vector256<long> magic = Vector256.Create(UnsignedMagic).AsInt64();
            // Flipping the sign bit adds 2³¹, so that the upper half is not negative.
            Vector256<double> upper = (Vector256.ShiftRightLogical(pairs, 32) ^ Vector256.Create(1L << 31) | magic).AsDouble() - Vector256.Create(UnsignedMagic + (1L << 31));
            Vector256<double> lower = (pairs & Vector256.Create((long)uint.MaxValue) | magic).AsDouble() - Vector256.Create(UnsignedMagic);
            (upper * _gradientStep).Store(gradients);
            (lower * _hessianStep).Store(hessians);
        }
    }
}
