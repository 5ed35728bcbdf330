using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>Logistic function and hyperbolic tangent, lane by lane, within 4e-7 (the tangent relative to its value, so also near zero).</summary>
/// <remarks>
/// The logistic function from 2ˣ, a polynomial of degree five for the fraction; the tangent as a ratio of polynomials. Coefficients are minimax fits:
/// 9e-8 and 7e-9 before rounding.
/// </remarks>
internal static class LaneMath<T> where T : unmanaged, ILanes<T>
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid(T x)
    {
        // The bound comes first, so that what is not a number stays so.
        T y = T.Min(T.Of(126f), T.Max(T.Of(-126f), x * T.Of(-1.442695041f)));
        T n = T.Round(y), r = y - n;
        T p = T.MultiplyAdd(T.Of(1.3264727e-3f), r, T.Of(9.671513e-3f));
        p = T.MultiplyAdd(p, r, T.Of(5.5507336e-2f));
        p = T.MultiplyAdd(p, r, T.Of(2.4022242e-1f));
        p = T.MultiplyAdd(p, r, T.Of(6.931470e-1f));
        p = T.MultiplyAdd(p, r, T.Of(1f));
        return T.Reciprocal(T.Of(1f) + T.Scale(p, n));
    }

    /// <summary>tanh x, x cut to [−8, 8].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh(T x)
    {
        x = T.Min(T.Of(8f), T.Max(T.Of(-8f), x));
        T z = x * x;
        T p = T.MultiplyAdd(T.Of(1.529245752e-8f), z, T.Of(2.193912178e-5f)), q = T.MultiplyAdd(T.Of(8.547692985e-7f), z, T.Of(3.415718363e-4f));
        p = T.MultiplyAdd(p, z, T.Of(3.574313174e-3f));
        q = T.MultiplyAdd(q, z, T.Of(2.617480324e-2f));
        p = T.MultiplyAdd(p, z, T.Of(1.344679519e-1f));
        q = T.MultiplyAdd(q, z, T.Of(4.678012450e-1f));
        p = T.MultiplyAdd(p, z, T.Of(1f));
        q = T.MultiplyAdd(q, z, T.Of(1f));
        return x * p * T.Reciprocal(q);
    }
}
