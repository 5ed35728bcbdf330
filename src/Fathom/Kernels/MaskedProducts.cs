using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The matrix products of a step forward where each gate sees the state, or the inputs, through a mask of its own.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class MaskedProducts<T> where T : unmanaged, ILanes<T>
{
    private static int Block => 2 * T.Count;

    /// <summary>Computes all rows; as <see cref="RecurrentProducts{T, TCell}.Run"/>.</summary>
    public static void Run(RecurrencePlan plan, float* weights, float* state, float* inputs, int stateStride, int inputStride, float* rows)
    {
        int group = 0, size = plan.GroupSize, inputWeights = 4 * plan.States;
        if (T.ManyRegisters)
            for (; group + 1 < plan.Groups; group += 2, weights += 2 * size, rows += 8 * Block)
            {
                Start(weights, rows);
                Start(weights + size, rows + 4 * Block);
                Pair(weights + 4, size, state, plan.States, stateStride, rows);
                Pair(weights + 4 + inputWeights, size, inputs, plan.Features, inputStride, rows);
            }
        for (; group < plan.Groups; group++, weights += size, rows += 4 * Block)
        {
            Start(weights, rows);
            Single(weights + 4, state, plan.States, stateStride, rows);
            Single(weights + 4 + inputWeights, inputs, plan.Features, inputStride, rows);
        }
    }

    // The biases.
    private static void Start(float* bias, float* rows)
    {
        for (int place = 0; place < 4; place++)
            for (int lane = 0; lane < Block; lane += T.Count)
                T.Of(bias[place]).Store(rows + place * Block + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(float* w, int size, float* x, int count, int stride, float* rows)
    {
        float* v = w + size;
        T a0 = T.Load(rows), b0 = T.Load(rows + T.Count), a1 = T.Load(rows + 2 * T.Count), b1 = T.Load(rows + 3 * T.Count);
        T a2 = T.Load(rows + 4 * T.Count), b2 = T.Load(rows + 5 * T.Count), a3 = T.Load(rows + 6 * T.Count), b3 = T.Load(rows + 7 * T.Count);
        T c0 = T.Load(rows + 8 * T.Count), d0 = T.Load(rows + 9 * T.Count), c1 = T.Load(rows + 10 * T.Count), d1 = T.Load(rows + 11 * T.Count);
        T c2 = T.Load(rows + 12 * T.Count), d2 = T.Load(rows + 13 * T.Count), c3 = T.Load(rows + 14 * T.Count), d3 = T.Load(rows + 15 * T.Count);
        for (float* end = x + count * Block; x < end; x += Block)
        {
            float* from = x;
            T left = T.Load(from), right = T.Load(from + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            weight = T.Of(v[0]);
            c0 = T.MultiplyAdd(weight, left, c0);
            d0 = T.MultiplyAdd(weight, right, d0);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            weight = T.Of(v[1]);
            c1 = T.MultiplyAdd(weight, left, c1);
            d1 = T.MultiplyAdd(weight, right, d1);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[2]);
            a2 = T.MultiplyAdd(weight, left, a2);
            b2 = T.MultiplyAdd(weight, right, b2);
            weight = T.Of(v[2]);
            c2 = T.MultiplyAdd(weight, left, c2);
            d2 = T.MultiplyAdd(weight, right, d2);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[3]);
            a3 = T.MultiplyAdd(weight, left, a3);
            b3 = T.MultiplyAdd(weight, right, b3);
            weight = T.Of(v[3]);
            c3 = T.MultiplyAdd(weight, left, c3);
            d3 = T.MultiplyAdd(weight, right, d3);
            w += 4;
            v += 4;
        }
        Registers.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
        Registers.Store(rows + 4 * Block, c0, d0, c1, d1, c2, d2, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single(float* w, float* x, int count, int stride, float* rows)
    {
        T a0 = T.Load(rows), b0 = T.Load(rows + T.Count), a1 = T.Load(rows + 2 * T.Count), b1 = T.Load(rows + 3 * T.Count);
        T a2 = T.Load(rows + 4 * T.Count), b2 = T.Load(rows + 5 * T.Count), a3 = T.Load(rows + 6 * T.Count), b3 = T.Load(rows + 7 * T.Count);
        for (float* end = x + count * Block; x < end; x += Block)
        {
            float* from = x;
            T left = T.Load(from), right = T.Load(from + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[2]);
            a2 = T.MultiplyAdd(weight, left, a2);
            b2 = T.MultiplyAdd(weight, right, b2);
            from += stride;
            left = T.Load(from);
            right = T.Load(from + T.Count);
            weight = T.Of(w[3]);
            a3 = T.MultiplyAdd(weight, left, a3);
            b3 = T.MultiplyAdd(weight, right, b3);
            w += 4;
        }
        Registers.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
    }
}
