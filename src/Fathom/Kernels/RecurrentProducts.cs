using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The matrix products of a recurrent layer's step forward: pre-activations of one block, eight rows by two registers at a time.</summary>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentProducts<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    private static int Block => 2 * T.Count;

    /// <summary>Computes all rows.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="weights">As <see cref="PackedWeights{TCell}.Pack"/> leaves them.</param>
    /// <param name="state">The state's rows.</param>
    /// <param name="inputs">The inputs' rows.</param>
    /// <param name="stateStride">From the state as one gate sees it to that of the next; 0 where all see the same.</param>
    /// <param name="inputStride">The same for the inputs.</param>
    /// <param name="rows">Receives the pre-activations.</param>
    public static void Run(RecurrencePlan plan, float* weights, float* state, float* inputs, int stateStride, int inputStride, float* rows)
    {
        int group = 0, size = plan.GroupSize;
        if (stateStride != 0 || inputStride != 0)
        {
            MaskedProducts<T>.Run(plan, weights, state, inputs, stateStride, inputStride, rows);
            return;
        }
        if (T.ManyRegisters)
            for (; group + 1 < plan.Groups; group += 2, weights += 2 * size, rows += 8 * Block) Pair(plan.States, plan.Features, weights, size, state, inputs, rows);
        for (; group < plan.Groups; group++, weights += size, rows += 4 * Block) Single(plan.States, plan.Features, weights, state, inputs, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(int states, int features, float* w, int size, float* state, float* inputs, float* rows)
    {
        float* v = w + size;
        T a0 = T.Of(w[0]), a1 = T.Of(w[1]), a2 = T.Of(w[2]), a3 = T.Of(w[3]), b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        T c0 = T.Of(v[0]), c1 = T.Of(v[1]), c2 = T.Of(v[2]), c3 = T.Of(v[3]), d0 = c0, d1 = c1, d2 = c2, d3 = c3;
        for (float* end = state + states * Block; state < end; state += Block)
        {
            w += 4;
            v += 4;
            T left = T.Load(state), right = T.Load(state + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            if (TCell.WithoutState != 2)
            {
                weight = T.Of(w[2]);
                a2 = T.MultiplyAdd(weight, left, a2);
                b2 = T.MultiplyAdd(weight, right, b2);
            }
            if (TCell.WithoutState != 3)
            {
                weight = T.Of(w[3]);
                a3 = T.MultiplyAdd(weight, left, a3);
                b3 = T.MultiplyAdd(weight, right, b3);
            }
            weight = T.Of(v[0]);
            c0 = T.MultiplyAdd(weight, left, c0);
            d0 = T.MultiplyAdd(weight, right, d0);
            weight = T.Of(v[1]);
            c1 = T.MultiplyAdd(weight, left, c1);
            d1 = T.MultiplyAdd(weight, right, d1);
            if (TCell.WithoutState != 2)
            {
                weight = T.Of(v[2]);
                c2 = T.MultiplyAdd(weight, left, c2);
                d2 = T.MultiplyAdd(weight, right, d2);
            }
            if (TCell.WithoutState != 3)
            {
                weight = T.Of(v[3]);
                c3 = T.MultiplyAdd(weight, left, c3);
                d3 = T.MultiplyAdd(weight, right, d3);
            }
        }
        for (float* end = inputs + features * Block; inputs < end; inputs += Block)
        {
            w += 4;
            v += 4;
            T left = T.Load(inputs), right = T.Load(inputs + T.Count), weight = T.Of(w[0]);
            a0 = T.MultiplyAdd(weight, left, a0);
            b0 = T.MultiplyAdd(weight, right, b0);
            weight = T.Of(w[1]);
            a1 = T.MultiplyAdd(weight, left, a1);
            b1 = T.MultiplyAdd(weight, right, b1);
            weight = T.Of(w[2]);
            a2 = T.MultiplyAdd(weight, left, a2);
            b2 = T.MultiplyAdd(weight, right, b2);
            if (TCell.WithoutInputs != 3)
            {
                weight = T.Of(w[3]);
                a3 = T.MultiplyAdd(weight, left, a3);
                b3 = T.MultiplyAdd(weight, right, b3);
            }
            weight = T.Of(v[0]);
            c0 = T.MultiplyAdd(weight, left, c0);
            d0 = T.MultiplyAdd(weight, right, d0);
            weight = T.Of(v[1]);
            c1 = T.MultiplyAdd(weight, left, c1);
            d1 = T.MultiplyAdd(weight, right, d1);
            weight = T.Of(v[2]);
            c2 = T.MultiplyAdd(weight, left, c2);
            d2 = T.MultiplyAdd(weight, right, d2);
            if (TCell.WithoutInputs != 3)
            {
                weight = T.Of(v[3]);
                c3 = T.MultiplyAdd(weight, left, c3);
                d3 = T.MultiplyAdd(weight, right, d3);
            }
        }
        Registers.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
        Registers.Store(rows + 4 * Block, c0, d0, c1, d1, c2, d2, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single(int states, int features, float* w, float* state, float* inputs, float* rows)
    {
        T a0 = T.Of(w[0]), a1 = T.Of(w[1]), a2 = T.Of(w[2]), a3 = T.Of(w[3]), b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        float* x = state;
        int count = states;
        for (int half = 0; half < 2; half++, x = inputs, count = features)
            for (float* end = x + count * Block; x < end; x += Block)
            {
                w += 4;
                T left = T.Load(x), right = T.Load(x + T.Count), weight = T.Of(w[0]);
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
        Registers.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
    }
}
