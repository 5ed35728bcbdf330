using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>A recurrent layer backward, one block of samples at a time, from what <see cref="RecurrentForward{T, TCell}"/> kept.</summary>
/// <remarks>Each block leaves its share of the weights' gradient in a place of its own, so that the sum does not depend on which thread did what.</remarks>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentBackward<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    // Steps whose pre-activation gradients wait to be multiplied with the operands together, so that sums stay in registers longer.
    private const int Chunk = 8;

    private static int Block => 2 * T.Count;

    public static void Run(RecurrencePlan plan, in RecurrenceData data, int index)
    {
        float* memory = data.Blocks + index * plan.BlockSize, masks = memory + plan.MasksAt;
        int first = index * Block, samples = Math.Min(Block, plan.Batch - first), units = plan.Units, last = plan.Steps - 1;
        int statesPadded = Padded(units), inputsPadded = Padded(plan.Features), rowSize = plan.Rows * Block;
        long sums = (long)plan.Rows * plan.Inner * T.Count;
        using Scratch scratch = Scratch.Rent((long)(2 * statesPadded + inputsPadded + Chunk * plan.Rows + 2 * units + 2) * Block + sums);
        float* state = scratch.Take((long)statesPadded * Block), carried = scratch.Take((long)statesPadded * Block), inputs = scratch.Take((long)inputsPadded * Block);
        float* waiting = scratch.Take((long)Chunk * rowSize), gradient = scratch.Take(sums), held = scratch.Take(2L * units * Block);
        var padding = new PaddedLanes<T>(plan, data, scratch, first, samples);
        new Span<float>(state, statesPadded * Block).Clear();
        new Span<float>(carried, statesPadded * Block).Clear();
        new Span<float>(gradient, checked((int)sums)).Clear();
        if (plan.WithCarried) Add(plan, data.Output, carried, default, first, samples, plan.Slots - 1, last);
        if (plan.WithState) Add(plan, data.Output, state, default, first, samples, plan.StateSlot, last);
        for (int step = last; step >= 0; step--)
        {
            if (plan.Sequences || step == last) Add(plan, data.Output, state, padding, first, samples, plan.Sequences ? step : 0, step);
            float* dz = waiting + step % Chunk * rowSize;
            Presence presence = padding.At(step);
            if (presence == Presence.None) new Span<float>(dz, rowSize).Clear();
            else
            {
                if (presence == Presence.Some) Copy(state, carried, held, units);
                TCell.Backward<T>(memory + plan.RowsAt(step), memory + plan.KeptAt(step), memory + plan.KeptAt(step + 1), state, carried, dz, units);
                if (presence == Presence.Some)
                {
                    padding.Hold(held, state, units);
                    padding.Hold(held + units * Block, carried, units);
                    padding.Clear(dz, plan.Rows);
                }
                if (step > 0 || data.InitialStateGradient is not null) Back(plan, data.StateWeights, dz, state, units, masks + plan.Features * Block);
            }
            if (data.SequenceGradient is not null)
            {
                new Span<float>(inputs, inputsPadded * Block).Clear();
                if (presence != Presence.None) Back(plan, data.InputWeights, dz, inputs, plan.Features, masks);
                WriteInputs(plan, data.SequenceGradient, inputs, first, samples, step);
            }
            if (step % Chunk == 0) Accumulate(plan, memory + plan.OperandsAt(step), (long)plan.Operands * Block, waiting, Math.Min(Chunk, plan.Steps - step), gradient);
        }
        float* target = data.WeightGradients + (long)index * plan.Rows * plan.Inner;
        for (int i = 0; i < plan.Rows * plan.Inner; i++) target[i] = T.Load(gradient + (long)i * T.Count).Sum();
        if (data.InitialStateGradient is not null) WriteState(plan, data.InitialStateGradient, state, first, samples);
        if (data.InitialCarriedGradient is not null) WriteState(plan, data.InitialCarriedGradient, carried, first, samples);
    }

    private static int Padded(int count) => (count + 3) / 4 * 4;

    private static void Copy(float* state, float* carried, float* target, int units)
    {
        new Span<float>(state, units * Block).CopyTo(new Span<float>(target, units * Block));
        new Span<float>(carried, units * Block).CopyTo(new Span<float>(target + units * Block, units * Block));
    }

    // Where zero was shown instead of the state, nothing comes back.
    private static void Add(RecurrencePlan plan, float* output, float* rows, in PaddedLanes<T> padding, int first, int samples, int slot, int step)
    {
        int units = plan.Units;
        float* source = output + ((long)first * plan.Slots + slot) * units;
        for (int sample = 0; sample < samples; sample++)
        {
            if (!padding.Shows(sample, step)) continue;
            for (int unit = 0; unit < units; unit++) rows[unit * Block + sample] += source[(long)sample * plan.Slots * units + unit];
        }
    }

    private static void WriteInputs(RecurrencePlan plan, float* gradient, float* rows, int first, int samples, int step)
    {
        float* target = gradient + ((long)first * plan.Steps + step) * plan.Features;
        for (int sample = 0; sample < samples; sample++)
            for (int i = 0; i < plan.Features; i++)
                target[(long)sample * plan.Steps * plan.Features + i] = rows[i * Block + sample];
    }

    private static void WriteState(RecurrencePlan plan, float* gradient, float* rows, int first, int samples)
    {
        for (int sample = 0; sample < samples; sample++)
            for (int unit = 0; unit < plan.Units; unit++)
                gradient[(long)(first + sample) * plan.Units + unit] = rows[unit * Block + sample];
    }

    // The gradient of operands: weights times the gradient of the pre-activations, through the masks, added to what target holds.
    private static void Back(RecurrencePlan plan, float* weights, float* dz, float* target, int count, float* masks)
    {
        if (!plan.Masked) Back(plan, weights, dz, target, count, null, 0, 1);
        else
            for (int copy = 0; copy < plan.Copies; copy++) Back(plan, weights, dz, target, count, masks + copy * plan.CopyStride, copy, plan.Copies);
    }

    // Only the rows of one place in each group, or all. Four operands by two registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Back(RecurrencePlan plan, float* weights, float* dz, float* target, int count, float* masks, int place, int stride)
    {
        int rows = plan.Rows;
        weights += place * 4;
        for (int k = 0; k < count; k += 4, target += 4 * Block, weights += 4 * rows)
        {
            T a0 = T.Of(0f), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
            float* z = dz + place * Block, weight = weights;
            for (int row = place; row < rows; row += stride, z += stride * Block, weight += stride * 4)
            {
                T u = T.Load(z), v = T.Load(z + T.Count);
                T w = T.Of(weight[0]);
                a0 = T.MultiplyAdd(w, u, a0);
                b0 = T.MultiplyAdd(w, v, b0);
                w = T.Of(weight[1]);
                a1 = T.MultiplyAdd(w, u, a1);
                b1 = T.MultiplyAdd(w, v, b1);
                w = T.Of(weight[2]);
                a2 = T.MultiplyAdd(w, u, a2);
                b2 = T.MultiplyAdd(w, v, b2);
                w = T.Of(weight[3]);
                a3 = T.MultiplyAdd(w, u, a3);
                b3 = T.MultiplyAdd(w, v, b3);
            }
            int valid = Math.Min(4, count - k);
            if (masks is not null)
            {
                // Beyond the last operand lie rows that are not masks; what they would scale is zero and stays out.
                float* mask = masks + k * Block;
                AddTo(target, mask, a0, b0);
                if (valid > 1) AddTo(target + Block, mask + Block, a1, b1);
                if (valid > 2) AddTo(target + 2 * Block, mask + 2 * Block, a2, b2);
                if (valid > 3) AddTo(target + 3 * Block, mask + 3 * Block, a3, b3);
            }
            else
            {
                AddTo(target, a0, b0);
                AddTo(target + Block, a1, b1);
                AddTo(target + 2 * Block, a2, b2);
                AddTo(target + 3 * Block, a3, b3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* target, T a, T b)
    {
        (T.Load(target) + a).Store(target);
        (T.Load(target + T.Count) + b).Store(target + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* target, float* mask, T a, T b)
    {
        T.MultiplyAdd(a, T.Load(mask), T.Load(target)).Store(target);
        T.MultiplyAdd(b, T.Load(mask + T.Count), T.Load(target + T.Count)).Store(target + T.Count);
    }

    // The weights' gradient of some steps, lane by lane: four rows by two operands in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate(RecurrencePlan plan, float* operands, long operandStep, float* dz, int steps, float* gradient)
    {
        int inner = plan.Inner, rowSize = plan.Rows * Block, copy = plan.CopyStride, line = inner * T.Count;
        for (int row = 0; row < plan.Rows; row += 4)
            for (int k = 0; k < inner; k += 2)
            {
                float* sum = gradient + (long)row * line + k * T.Count;
                T a0 = T.Load(sum), b0 = T.Load(sum + T.Count), a1 = T.Load(sum + line), b1 = T.Load(sum + line + T.Count);
                T a2 = T.Load(sum + 2 * line), b2 = T.Load(sum + 2 * line + T.Count), a3 = T.Load(sum + 3 * line), b3 = T.Load(sum + 3 * line + T.Count);
                for (int step = 0; step < steps; step++)
                    for (int lane = 0; lane < Block; lane += T.Count)
                    {
                        float* z = dz + step * rowSize + row * Block + lane, x = operands + step * operandStep + k * Block + lane;
                        T d = T.Load(z), u = T.Load(x), v = T.Load(x + Block);
                        a0 = T.MultiplyAdd(d, u, a0);
                        b0 = T.MultiplyAdd(d, v, b0);
                        d = T.Load(z + Block);
                        if (copy != 0)
                        {
                            u = T.Load(x + copy);
                            v = T.Load(x + copy + Block);
                        }
                        a1 = T.MultiplyAdd(d, u, a1);
                        b1 = T.MultiplyAdd(d, v, b1);
                        d = T.Load(z + 2 * Block);
                        if (copy != 0)
                        {
                            u = T.Load(x + 2 * copy);
                            v = T.Load(x + 2 * copy + Block);
                        }
                        a2 = T.MultiplyAdd(d, u, a2);
                        b2 = T.MultiplyAdd(d, v, b2);
                        d = T.Load(z + 3 * Block);
                        if (copy != 0)
                        {
                            u = T.Load(x + 3 * copy);
                            v = T.Load(x + 3 * copy + Block);
                        }
                        a3 = T.MultiplyAdd(d, u, a3);
                        b3 = T.MultiplyAdd(d, v, b3);
                    }
                a0.Store(sum);
                b0.Store(sum + T.Count);
                a1.Store(sum + line);
                b1.Store(sum + line + T.Count);
                a2.Store(sum + 2 * line);
                b2.Store(sum + 2 * line + T.Count);
                a3.Store(sum + 3 * line);
                b3.Store(sum + 3 * line + T.Count);
            }
    }
}
