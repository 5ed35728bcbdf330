using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>Exponential, logistic function and hyperbolic tangent, lane by lane, to about two units in the last place.</summary>
/// <remarks>Range reduction and polynomials of the Cephes library (Moshier 1989).</remarks>
internal static class LaneMath<T> where T : unmanaged, ILanes<T>
{
    /// <summary>eˣ, x cut to [−87, 88].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp(T x)
    {
        // In this order, so that what is not a number stays so.
        x = T.Min(T.Of(88f), T.Max(T.Of(-87f), x));
        T n = T.Round(x * T.Of(1.44269504f));
        // ln 2 in two parts, so that the remainder is exact.
        T r = T.MultiplyAdd(n, T.Of(-0.693359375f), x);
        r = T.MultiplyAdd(n, T.Of(2.12194440e-4f), r);
        T p = T.MultiplyAdd(T.Of(1.9875691500e-4f), r, T.Of(1.3981999507e-3f));
        p = T.MultiplyAdd(p, r, T.Of(8.3334519073e-3f));
        p = T.MultiplyAdd(p, r, T.Of(4.1665795894e-2f));
        p = T.MultiplyAdd(p, r, T.Of(1.6666665459e-1f));
        p = T.MultiplyAdd(p, r, T.Of(0.5f));
        p = T.MultiplyAdd(p * r, r, r + T.Of(1f));
        return p * T.PowerOfTwo(n);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid(T x) => T.Of(1f) / (T.Of(1f) + Exp(T.Of(0f) - x));

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh(T x)
    {
        T large = T.Of(1f) - T.Of(2f) / (T.Of(1f) + Exp(x + x));
        // Near zero the difference above would lose digits.
        T z = x * x;
        T p = T.MultiplyAdd(T.Of(-5.70498872745e-3f), z, T.Of(2.06390887954e-2f));
        p = T.MultiplyAdd(p, z, T.Of(-5.37397155531e-2f));
        p = T.MultiplyAdd(p, z, T.Of(1.33314422036e-1f));
        p = T.MultiplyAdd(p, z, T.Of(-3.33332819422e-1f));
        return T.WhereBelow(x, 0.625f, T.MultiplyAdd(p * z, x, x), large);
    }
}
