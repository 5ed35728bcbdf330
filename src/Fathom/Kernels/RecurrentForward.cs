using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>A recurrent layer forward, one block of samples at a time: samples in lanes, all of a step in cache.</summary>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentForward<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    private static int Block => 2 * T.Count;

    public static void Run(RecurrencePlan plan, in RecurrenceData data, int index)
    {
        float* memory = data.Blocks + index * plan.BlockSize;
        int first = index * Block, samples = Math.Min(Block, plan.Batch - first), last = plan.Steps - 1;
        using Scratch scratch = Scratch.Rent((2L * plan.Units + 2) * Block);
        float* state = scratch.Take((long)plan.Units * Block), held = scratch.Take((long)plan.Units * Block);
        var padding = new PaddedLanes<T>(plan, data, scratch, first, samples);
        float* masks = memory + plan.MasksAt;
        if (plan.Masked) ReadMasks(plan, data, masks, first, samples);
        Start(plan, data, memory, state, first, samples);
        for (int step = 0; step <= last; step++)
        {
            float* operands = memory + plan.OperandsAt(step);
            Presence presence = padding.At(step);
            ReadInputs(plan, data, operands, masks, padding, presence, first, samples, step);
            float* rows = memory + plan.RowsAt(step), before = memory + plan.KeptAt(step), after = memory + plan.KeptAt(step + 1);
            if (presence == Presence.Some) Copy(state, held, plan.Units);
            if (presence != Presence.None)
            {
                if (plan.PerGate) ProductsPerGate(plan, data.Weights, operands, rows);
                else Products(plan, data.Weights, operands, rows);
                TCell.Forward<T>(rows, before, after, state, plan.Units);
            }
            else Copy(before, after, plan.Kept);
            if (presence == Presence.Some)
            {
                padding.Hold(held, state, plan.Units);
                padding.Hold(before, after, plan.Kept);
            }
            HandOn(plan, state, masks, memory + plan.OperandsAt(step + 1));
            if (plan.Sequences || step == last) WriteOutput(plan, data.Output, state, padding, first, samples, step);
        }
        if (plan.WithState) Write(plan, data.Output, state, 1, first, samples, plan.StateSlot);
        if (plan.WithCarried) Write(plan, data.Output, memory + plan.KeptAt(plan.Steps), plan.Kept / plan.Units, first, samples, plan.Slots - 1);
    }

    private static void Copy(float* from, float* to, int rows) => new Span<float>(from, rows * Block).CopyTo(new Span<float>(to, rows * Block));

    private static void Start(RecurrencePlan plan, in RecurrenceData data, float* memory, float* state, int first, int samples)
    {
        int kept = plan.Kept / plan.Units;
        // Bias and padding rows are the same at every step.
        for (int step = 0; step <= (plan.Training ? plan.Steps : Math.Min(plan.Steps, 1)); step++)
            for (int copy = 0; copy < plan.Copies; copy++)
            {
                float* row = memory + plan.OperandsAt(step) + copy * plan.CopyStride + plan.BiasRow * Block;
                new Span<float>(row, Block).Fill(1);
                new Span<float>(row + Block, (plan.Inner - plan.BiasRow - 1) * Block).Clear();
            }
        float* before = memory + plan.KeptAt(0);
        new Span<float>(state, plan.Units * Block).Clear();
        new Span<float>(before, plan.Kept * Block).Clear();
        if (data.InitialState is not null) Read(data.InitialState + (long)first * plan.Units, state, 1, plan.Units, samples, plan.Units);
        float* carried = data.InitialCarried is not null ? data.InitialCarried : TCell.Kept == 1 ? data.InitialState : null;
        if (carried is not null) Read(carried + (long)first * plan.Units, before, kept, plan.Units, samples, plan.Units);
        HandOn(plan, state, memory + plan.MasksAt, memory + plan.OperandsAt(0));
    }

    // Masks in lanes, once: a row of ones where there is none.
    private static void ReadMasks(RecurrencePlan plan, in RecurrenceData data, float* masks, int first, int samples)
    {
        for (int copy = 0; copy < plan.Copies; copy++)
        {
            float* rows = masks + copy * plan.CopyStride, ofState = rows + plan.Features * Block;
            new Span<float>(rows, plan.BiasRow * Block).Fill(1);
            long gate = TCell.GateOf(copy) * (long)plan.Batch + first;
            if (data.InputMask is not null) Read(data.InputMask + (data.InputMaskPerGate ? gate : first) * plan.Features, rows, 1, plan.Features, samples, plan.Features);
            if (data.RecurrentMask is not null) Read(data.RecurrentMask + gate * plan.Units, ofState, 1, plan.Units, samples, plan.Units);
        }
    }

    private static void ReadInputs(
        RecurrencePlan plan, in RecurrenceData data, float* operands, float* masks, in PaddedLanes<T> padding, Presence presence, int first, int samples, int step)
    {
        int size = plan.Features * Block;
        if (samples < Block) new Span<float>(operands, size).Clear();
        Read(data.Sequence + ((long)first * plan.Steps + step) * plan.Features, operands, 1, plan.Features, samples, (long)plan.Steps * plan.Features);
        // What is skipped may be no number, and would not become zero when multiplied with a gradient of zero.
        if (presence != Presence.All) padding.Clear(operands, plan.Features);
        // The first copy last: the others are made from it.
        for (int copy = plan.Copies - 1; plan.Masked && copy >= 0; copy--) Multiply(operands, masks + copy * plan.CopyStride, operands + copy * plan.CopyStride, size);
    }

    // The new state becomes an operand of the next step.
    private static void HandOn(RecurrencePlan plan, float* state, float* masks, float* operands)
    {
        int size = plan.Units * Block, begin = plan.Features * Block;
        if (!plan.Masked) new Span<float>(state, size).CopyTo(new Span<float>(operands + begin, size));
        else
            for (int copy = 0; copy < plan.Copies; copy++)
                Multiply(state, masks + copy * plan.CopyStride + begin, operands + copy * plan.CopyStride + begin, size);
    }

    private static void Multiply(float* rows, float* masks, float* target, int size)
    {
        for (int i = 0; i < size; i += T.Count) (T.Load(rows + i) * T.Load(masks + i)).Store(target + i);
    }

    // Samples into lanes; rowStride in blocks.
    private static void Read(float* source, float* rows, int rowStride, int width, int samples, long sampleStride)
    {
        for (int sample = 0; sample < samples; sample++)
            for (int i = 0; i < width; i++)
                rows[i * rowStride * Block + sample] = source[sample * sampleStride + i];
    }

    private static void WriteOutput(RecurrencePlan plan, float* output, float* state, in PaddedLanes<T> padding, int first, int samples, int step)
    {
        int units = plan.Units, slot = plan.Sequences ? step : 0;
        Write(plan, output, state, 1, first, samples, slot);
        for (int sample = 0; plan.Padded && sample < samples; sample++)
            if (!padding.Shows(sample, step)) new Span<float>(output + ((long)(first + sample) * plan.Slots + slot) * units, units).Clear();
    }

    private static void Write(RecurrencePlan plan, float* output, float* rows, int rowStride, int first, int samples, int slot)
    {
        int units = plan.Units;
        float* target = output + ((long)first * plan.Slots + slot) * units;
        for (int sample = 0; sample < samples; sample++)
            for (int unit = 0; unit < units; unit++)
                target[(long)sample * plan.Slots * units + unit] = rows[unit * rowStride * Block + sample];
    }

    // Four rows by two registers: eight sums in registers, operands from first-level cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products(RecurrencePlan plan, float* weights, float* operands, float* rows)
    {
        int inner = plan.Inner, count = plan.Rows;
        for (int row = 0; row < count; row += 4, rows += 4 * Block)
        {
            T a0 = T.Of(0f), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
            float* x = operands;
            for (int k = 0; k < inner; k++, x += Block, weights += 4)
            {
                T u = T.Load(x), v = T.Load(x + T.Count);
                T w = T.Of(weights[0]);
                a0 = T.MultiplyAdd(w, u, a0);
                b0 = T.MultiplyAdd(w, v, b0);
                w = T.Of(weights[1]);
                a1 = T.MultiplyAdd(w, u, a1);
                b1 = T.MultiplyAdd(w, v, b1);
                w = T.Of(weights[2]);
                a2 = T.MultiplyAdd(w, u, a2);
                b2 = T.MultiplyAdd(w, v, b2);
                w = T.Of(weights[3]);
                a3 = T.MultiplyAdd(w, u, a3);
                b3 = T.MultiplyAdd(w, v, b3);
            }
            Lanes.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProductsPerGate(RecurrencePlan plan, float* weights, float* operands, float* rows)
    {
        int inner = plan.Inner, count = plan.Rows, copy = plan.CopyStride;
        for (int row = 0; row < count; row += 4, rows += 4 * Block)
        {
            T a0 = T.Of(0f), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
            float* x = operands;
            for (int k = 0; k < inner; k++, x += Block, weights += 4)
            {
                T w = T.Of(weights[0]);
                a0 = T.MultiplyAdd(w, T.Load(x), a0);
                b0 = T.MultiplyAdd(w, T.Load(x + T.Count), b0);
                w = T.Of(weights[1]);
                a1 = T.MultiplyAdd(w, T.Load(x + copy), a1);
                b1 = T.MultiplyAdd(w, T.Load(x + copy + T.Count), b1);
                w = T.Of(weights[2]);
                a2 = T.MultiplyAdd(w, T.Load(x + 2 * copy), a2);
                b2 = T.MultiplyAdd(w, T.Load(x + 2 * copy + T.Count), b2);
                w = T.Of(weights[3]);
                a3 = T.MultiplyAdd(w, T.Load(x + 3 * copy), a3);
                b3 = T.MultiplyAdd(w, T.Load(x + 3 * copy + T.Count), b3);
            }
            Lanes.Store(rows, a0, b0, a1, b1, a2, b2, a3, b3);
        }
    }
}
