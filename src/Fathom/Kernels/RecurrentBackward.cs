using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>A recurrent layer backward, one block of samples at a time, from what <see cref="RecurrentForward{T, TCell}"/> kept.</summary>
/// <remarks>Each block leaves its share of the weights' gradient in a place of its own, so that the sum does not depend on which thread did what.</remarks>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentBackward<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    private static int Block => 2 * T.Count;

    public static void Run(RecurrencePlan plan, in RecurrenceData data, int index)
    {
        float* memory = data.Blocks + index * plan.BlockSize, masks = memory + plan.MasksAt;
        int first = index * Block, samples = Math.Min(Block, plan.Batch - first), last = plan.Steps - 1;
        int states = Padded(plan.States), inputs = data.SequenceGradient is null ? 0 : Padded(plan.Features), products = plan.ResetsBefore ? states : 0;
        int inputRun = Transposition.Run(plan.Features), outputRun = plan.Sequences ? Transposition.Run(plan.Units) : 1;
        long needed = (2L * states + inputRun * inputs + products + outputRun * plan.States + (plan.Padded ? 2 * plan.States + 2 : 0)) * Block;
        using Scratch scratch = Scratch.Rent(needed + RecurrentGradient<T, TCell>.Size(plan));
        float* state = scratch.Take((long)states * Block), carried = scratch.Take((long)states * Block);
        float* ofInputs = scratch.Take((long)inputRun * inputs * Block), ofOutputs = scratch.Take((long)outputRun * plan.States * Block), ofProduct = scratch.Take((long)products * Block);
        float* held = scratch.Take(plan.Padded ? 2L * plan.States * Block : 0);
        var lanes = new PaddedLanes<T>(plan, data, scratch, first, samples);
        var gradient = new RecurrentGradient<T, TCell>(plan, scratch, memory, masks);
        new Span<float>(state, states * Block).Clear();
        new Span<float>(carried, states * Block).Clear();
        if (plan.WithCarried) ReadSlot(plan, data.Output, carried, first, samples, plan.Slots - 1);
        if (plan.WithState) ReadSlot(plan, data.Output, state, first, samples, plan.StateSlot);
        for (int step = last; step >= 0; step--)
        {
            if (plan.Sequences || step == last)
            {
                if (step == last || step % outputRun == outputRun - 1) ReadOutputs(plan, data, ofOutputs, lanes, first, samples, step - step % outputRun, step + 1);
                Add(ofOutputs + (plan.Sequences ? step % outputRun : 0) * plan.States * Block, state, plan.Units * Block);
            }
            Ask(plan, data, first, samples, step, inputRun, outputRun);
            float* dz = gradient.Rows(step);
            Presence presence = lanes.At(step);
            if (presence == Presence.None) new Span<float>(dz, plan.Rows * Block).Clear();
            else
            {
                if (presence == Presence.Some)
                {
                    Copy(state, held, plan.States);
                    Copy(carried, held + plan.States * Block, plan.States);
                }
                Cells(plan, memory, step, state, carried, dz);
                if (plan.ResetsBefore) Reset(plan, data.StateWeights, memory, masks, step, state, ofProduct, dz, states);
                if (presence == Presence.Some)
                {
                    lanes.Hold(held, state, plan.States);
                    lanes.Hold(held + plan.States * Block, carried, plan.States);
                    lanes.Clear(dz, plan.Rows);
                }
                if (step > 0 || data.InitialStateGradient is not null) BackToState(plan, data.StateWeights, dz, state, masks, memory + plan.RowsAt(Math.Max(step - 1, 0)));
            }
            if (inputs > 0)
            {
                float* target = ofInputs + step % inputRun * inputs * Block;
                new Span<float>(target, inputs * Block).Clear();
                if (presence != Presence.None) BackToInputs(plan, data.InputWeights, dz, target, masks + plan.States * Block);
                if (step % inputRun == 0) WriteInputs(plan, data, ofInputs, inputs * Block, first, samples, step, Math.Min(step + inputRun, plan.Steps));
            }
            gradient.Add(step);
        }
        gradient.Write(data.WeightGradients + (long)index * plan.GradientSize);
        if (data.InitialStateGradient is not null)
            Transposition.Write(state, Block, plan.Units, samples, data.InitialStateGradient + (long)first * plan.Units, plan.Units);
        if (data.InitialCarriedGradient is not null)
            Transposition.Write(carried, Block, plan.Units, samples, data.InitialCarriedGradient + (long)first * plan.Units, plan.Units);
    }

    private static int Padded(int count) => (count + 7) / 8 * 8;

    private static void Copy(float* from, float* to, int rows) => new Span<float>(from, rows * Block).CopyTo(new Span<float>(to, rows * Block));

    private static void Add(float* values, float* sums, int count)
    {
        for (int i = 0; i < count; i += T.Count) (T.Load(sums + i) + T.Load(values + i)).Store(sums + i);
    }

    private static void ReadSlot(RecurrencePlan plan, float* output, float* rows, int first, int samples, int slot)
    {
        long sample = (long)plan.Slots * plan.Width;
        Transposition.Read(output + first * sample + (long)slot * plan.Width, sample, plan.Units, samples, rows, Block);
    }

    // The gradients of the outputs of the run of steps before this one, and the places of its own inputs' gradients, a part at every step.
    private static void Ask(RecurrencePlan plan, in RecurrenceData data, int first, int samples, int step, int inputRun, int outputRun)
    {
        int next = step - step % outputRun - outputRun;
        if (plan.Sequences && next >= 0)
        {
            long slots = (long)plan.Slots * plan.Width;
            int slot = Math.Min(data.SlotOf(plan, next), data.SlotOf(plan, next + outputRun - 1));
            CacheLines.Prefetch(data.Output + first * slots + (long)slot * plan.Width, slots, samples, outputRun * plan.Width, step % outputRun, outputRun);
        }
        if (data.SequenceGradient is null) return;
        next = step - step % inputRun;
        int count = Math.Min(inputRun, plan.Steps - next);
        long sample = (long)plan.Steps * plan.Features;
        int time = data.Time(plan, data.Backwards ? next + count - 1 : next);
        CacheLines.Prefetch(data.SequenceGradient + first * sample + (long)time * plan.Features, sample, samples, count * plan.Features, step % inputRun, inputRun);
    }

    // The gradients of the outputs of some steps. Where zero was shown instead of the state, nothing comes back.
    private static void ReadOutputs(RecurrencePlan plan, in RecurrenceData data, float* rows, in PaddedLanes<T> lanes, int first, int samples, int step, int end)
    {
        int size = plan.States * Block;
        if (samples < Block) new Span<float>(rows, (end - step) * size).Clear();
        for (int lane = 0; lane < samples; lane += Transposition.Together)
            for (int i = step; i < end; i++)
                ReadSlot(plan, data.Output, rows + (i - step) * size + lane, first + lane, Math.Min(Transposition.Together, samples - lane), data.SlotOf(plan, i));
        for (int i = step; plan.Padded && i < end; i++)
            for (int sample = 0; sample < samples; sample++)
                for (int unit = 0; unit < plan.Units && !lanes.Shows(sample, i); unit++)
                    rows[(i - step) * size + unit * Block + sample] = 0;
    }

    private static void WriteInputs(RecurrencePlan plan, in RecurrenceData data, float* rows, int size, int first, int samples, int step, int end)
    {
        long sample = (long)plan.Steps * plan.Features;
        for (int lane = 0; lane < samples; lane += Transposition.Together)
            for (int i = step; i < end; i++)
                Transposition.Write(
                    rows + (i - step) * size + lane, Block, plan.Features, Math.Min(Transposition.Together, samples - lane),
                    data.SequenceGradient + (first + lane) * sample + (long)data.Time(plan, i) * plan.Features, sample);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cells(RecurrencePlan plan, float* memory, int step, float* state, float* carried, float* dz)
    {
        float* rows = memory + plan.RowsAt(step), before = memory + plan.KeptAt(step), after = memory + plan.KeptAt(step + 1);
        float* past = memory + plan.OperandsAt(step), output = memory + plan.OperandsAt(step + 1);
        int kept = TCell.Kept * Block, width = TCell.GroupUnits * Block;
        long keptStep = (long)plan.Kept * Block, operandStep = (long)plan.Operands * Block;
        int share = (plan.Operands * Block + plan.Groups - 1) / plan.Groups;
        for (int group = 0; group < plan.Groups; group++)
        {
            if (step > 0)
            {
                CacheLines.Prefetch(before - keptStep, kept);
                CacheLines.Prefetch(past + group * (share - width) - operandStep, share);
            }
            for (int lane = 0; lane < Block; lane += T.Count)
                TCell.Backward<T>(rows + lane, before + lane, after + lane, past + lane, output + lane, state + lane, carried + lane, dz + lane, Block);
            rows += 4 * Block;
            dz += 4 * Block;
            before += kept;
            after += kept;
            past += width;
            output += width;
            state += width;
            carried += width;
        }
    }

    // The candidates' gradient reaches the reset gates through r · h.
    private static void Reset(RecurrencePlan plan, float* weights, float* memory, float* masks, int step, float* state, float* ofProduct, float* dz, int padded)
    {
        new Span<float>(ofProduct, padded * Block).Clear();
        float* mask = plan.Masked ? masks + (plan.PerGate ? 2 * plan.Inner * Block : 0) : null, rows = memory + plan.RowsAt(step), past = memory + plan.OperandsAt(step);
        RecurrentBackProducts<T>.Run(plan.Rows, weights, dz, ofProduct, plan.Units, mask, 2, 4, -1, dz);
        for (int unit = 0; unit < plan.Units; unit++)
            for (int lane = 0; lane < Block; lane += T.Count)
            {
                int at = unit * Block + lane;
                GruResetBeforeCell.BackwardReset<T>(rows + unit * 4 * Block + lane, past + at, ofProduct + at, state + at, dz + unit * 4 * Block + lane, Block);
            }
    }

    private static void BackToState(RecurrencePlan plan, float* weights, float* dz, float* state, float* masks, float* ahead)
    {
        if (!plan.PerGate && !plan.ResetsBefore) RecurrentBackProducts<T>.Run(plan.Rows, weights, dz, state, plan.Units, plan.Masked ? masks : null, 0, 1, TCell.WithoutState, ahead);
        else
            for (int place = 0; place < (plan.ResetsBefore ? 2 : 4); place++)
                if (place != TCell.WithoutState)
                    RecurrentBackProducts<T>.Run(plan.Rows, weights, dz, state, plan.Units, plan.Masked ? masks + (plan.PerGate ? place * plan.Inner * Block : 0) : null, place, 4, -1, ahead + place * plan.Groups * 2 * CacheLines.Line);
    }

    private static void BackToInputs(RecurrencePlan plan, float* weights, float* dz, float* inputs, float* masks)
    {
        if (!plan.PerGate) RecurrentBackProducts<T>.Run(plan.Rows, weights, dz, inputs, plan.Features, plan.Masked ? masks : null, 0, 1, TCell.WithoutInputs, dz);
        else
            for (int place = 0; place < 4; place++)
                if (place != TCell.WithoutInputs)
                    RecurrentBackProducts<T>.Run(plan.Rows, weights, dz, inputs, plan.Features, masks + place * plan.Inner * Block, place, 4, -1, dz);
    }
}
