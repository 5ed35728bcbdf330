using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The matrix products of a recurrent layer's step backward: the gradient of what the pre-activations were made from.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class RecurrentBackProducts<T> where T : unmanaged, ILanes<T>
{
    private static int Block => 2 * T.Count;

    /// <summary>Adds weights times the gradient of the pre-activations, through a mask, to what the target holds.</summary>
    /// <param name="rows">Rows of pre-activations.</param>
    /// <param name="weights">As <see cref="PackedWeights{TCell}.PackTransposed"/> leaves them.</param>
    /// <param name="dz">The gradient of the pre-activations.</param>
    /// <param name="target">Rows, a multiple of eight.</param>
    /// <param name="count">How many of them count.</param>
    /// <param name="masks">A row of factors for each of them, or null.</param>
    /// <param name="place">The first row of pre-activations to go through.</param>
    /// <param name="stride">From it to the next.</param>
    /// <param name="without">The place in each group of rows that has no weights, or −1.</param>
    /// <param name="ahead">Memory that the next step needs: with each row one line of it is asked for.</param>
    [SkipLocalsInit]
    public static void Run(int rows, float* weights, float* dz, float* target, int count, float* masks, int place, int stride, int without, float* ahead)
    {
        float* sums = stackalloc float[8 * Block], zeros = stackalloc float[8 * Block];
        if (masks is not null) new Span<float>(zeros, 8 * Block).Clear();
        int tile = T.ManyRegisters ? 8 : 4;
        for (int k = 0; k < count; k += tile, target += tile * Block, weights += tile * rows, ahead += (long)rows / stride * CacheLines.Line)
        {
            float* from = masks is null ? target : zeros, to = masks is null ? target : sums;
            if (T.ManyRegisters) Eight(rows, weights, dz, from, to, place, stride, without, ahead);
            else Four(rows, weights, dz, from, to, place, stride, without, ahead);
            if (masks is null) continue;
            // Beyond the last lie rows that are not masks.
            int size = Math.Min(tile, count - k) * Block;
            for (int i = 0; i < size; i += T.Count) T.MultiplyAdd(T.Load(sums + i), T.Load(masks + k * Block + i), T.Load(target + i)).Store(target + i);
        }
    }

    // Eight operands by two registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(int rows, float* weights, float* dz, float* from, float* target, int place, int stride, int without, float* ahead)
    {
        T a0 = T.Load(from), b0 = T.Load(from + T.Count), a1 = T.Load(from + 2 * T.Count), b1 = T.Load(from + 3 * T.Count);
        T a2 = T.Load(from + 4 * T.Count), b2 = T.Load(from + 5 * T.Count), a3 = T.Load(from + 6 * T.Count), b3 = T.Load(from + 7 * T.Count);
        T c0 = T.Load(from + 8 * T.Count), d0 = T.Load(from + 9 * T.Count), c1 = T.Load(from + 10 * T.Count), d1 = T.Load(from + 11 * T.Count);
        T c2 = T.Load(from + 12 * T.Count), d2 = T.Load(from + 13 * T.Count), c3 = T.Load(from + 14 * T.Count), d3 = T.Load(from + 15 * T.Count);
        float* w = weights + place * 4, v = w + 4 * rows;
        dz += place * Block;
        for (int row = place; row < rows; row += stride, dz += stride * Block, w += stride * 4, v += stride * 4, ahead += CacheLines.Line)
        {
            CacheLines.Prefetch(ahead);
            if ((row & 3) == without) continue;
            T left = T.Load(dz), right = T.Load(dz + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            weight = T.Of(w[2]);
            a2 = T.MultiplyAdd(weight, left, a2);
            b2 = T.MultiplyAdd(weight, right, b2);
            weight = T.Of(w[3]);
            a3 = T.MultiplyAdd(weight, left, a3);
            b3 = T.MultiplyAdd(weight, right, b3);
            weight = T.Of(v[0]);
            c0 = T.MultiplyAdd(weight, left, c0);
            d0 = T.MultiplyAdd(weight, right, d0);
            weight = T.Of(v[1]);
            c1 = T.MultiplyAdd(weight, left, c1);
            d1 = T.MultiplyAdd(weight, right, d1);
            weight = T.Of(v[2]);
            c2 = T.MultiplyAdd(weight, left, c2);
            d2 = T.MultiplyAdd(weight, right, d2);
            weight = T.Of(v[3]);
            c3 = T.MultiplyAdd(weight, left, c3);
            d3 = T.MultiplyAdd(weight, right, d3);
        }
        Registers.Store(target, a0, b0, a1, b1, a2, b2, a3, b3);
        Registers.Store(target + 8 * T.Count, c0, d0, c1, d1, c2, d2, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(int rows, float* weights, float* dz, float* from, float* target, int place, int stride, int without, float* ahead)
    {
        T a0 = T.Load(from), b0 = T.Load(from + T.Count), a1 = T.Load(from + 2 * T.Count), b1 = T.Load(from + 3 * T.Count);
        T a2 = T.Load(from + 4 * T.Count), b2 = T.Load(from + 5 * T.Count), a3 = T.Load(from + 6 * T.Count), b3 = T.Load(from + 7 * T.Count);
        float* w = weights + place * 4;
        dz += place * Block;
        for (int row = place; row < rows; row += stride, dz += stride * Block, w += stride * 4, ahead += CacheLines.Line)
        {
            CacheLines.Prefetch(ahead);
            if ((row & 3) == without) continue;
            T left = T.Load(dz), right = T.Load(dz + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            weight = T.Of(w[2]);
            a2 = T.MultiplyAdd(weight, left, a2);
            b2 = T.MultiplyAdd(weight, right, b2);
            weight = T.Of(w[3]);
            a3 = T.MultiplyAdd(weight, left, a3);
            b3 = T.MultiplyAdd(weight, right, b3);
        }
        Registers.Store(target, a0, b0, a1, b1, a2, b2, a3, b3);
    }
}
