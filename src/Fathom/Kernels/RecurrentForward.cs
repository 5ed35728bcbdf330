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
        float* memory = data.Blocks + index * plan.BlockSize, masks = memory + plan.MasksAt;
        int first = index * Block, samples = Math.Min(Block, plan.Batch - first), last = plan.Steps - 1;
        int inputRun = plan.Training ? Transposition.Run(plan.Features) : 1, outputRun = plan.Training ? Transposition.Run(plan.Units) : 1;
        int seen = plan.Masked ? plan.Copies * (plan.States + plan.Features) : 0, rows = plan.ResetsBefore ? plan.Rows : 0;
        using Scratch scratch = Scratch.Rent((2L * (seen + rows) + 2) * Block);
        var lanes = new PaddedLanes<T>(plan, data, scratch, first, samples);
        float* masked = scratch.Take((long)seen * Block), candidates = scratch.Take((long)rows * Block);
        if (plan.Masked) ReadMasks(plan, data, masks, first, samples);
        Start(plan, data, memory, first, samples);
        for (int step = 0; step <= last; step++)
        {
            Presence presence = lanes.At(step);
            if (step % inputRun == 0) ReadInputs(plan, data, memory, lanes, first, samples, step, Math.Min(inputRun, plan.Steps - step));
            Ask(plan, data, first, samples, step, inputRun, outputRun);
            float* operands = memory + plan.OperandsAt(step), next = memory + plan.OperandsAt(step + 1);
            float* before = memory + plan.KeptAt(step), after = memory + plan.KeptAt(step + 1), z = memory + plan.RowsAt(step);
            if (presence == Presence.None)
            {
                Copy(before, after, plan.Kept);
                Copy(operands, next, plan.States);
                // What was never computed may be no number, and would not become zero when multiplied with a gradient of zero.
                if (plan.ResetsBefore) new Span<float>(operands + plan.Inner * Block, plan.States * Block).Clear();
            }
            else
            {
                Advance(plan, data, operands, masks, masked, z, candidates, before, after, next);
                if (presence == Presence.Some)
                {
                    lanes.Hold(operands, next, plan.States);
                    lanes.Hold(before, after, plan.Kept);
                }
            }
            if (plan.Sequences && (step % outputRun == outputRun - 1 || step == last)) WriteOutputs(plan, data, memory, lanes, first, samples, step - step % outputRun, step + 1);
            else if (!plan.Sequences && step == last) WriteOutputs(plan, data, memory, lanes, first, samples, step, step + 1);
        }
        if (plan.WithState) Write(plan, data.Output, memory + plan.OperandsAt(plan.Steps), 1, first, samples, plan.StateSlot);
        if (plan.WithCarried) Write(plan, data.Output, memory + plan.KeptAt(plan.Steps), TCell.Kept, first, samples, plan.Slots - 1);
    }

    private static void Advance(
        RecurrencePlan plan, in RecurrenceData data, float* operands, float* masks, float* masked, float* z, float* candidates, float* before, float* after, float* next)
    {
        Products(plan, data, operands, masks, masked, z);
        if (TCell.ResetsBefore)
        {
            float* ofCandidates = operands + plan.Inner * Block;
            for (int unit = 0; unit < plan.Units; unit++)
                for (int lane = 0; lane < Block; lane += T.Count)
                    GruResetBeforeCell.ForwardReset<T>(z + unit * 4 * Block + lane, operands + unit * Block + lane, ofCandidates + unit * Block + lane, Block);
            Products(plan, data, ofCandidates, masks, masked, candidates);
            for (int unit = 0; unit < plan.Units; unit++) Copy(candidates + (4 * unit + 2) * Block, z + (4 * unit + 2) * Block, 1);
        }
        Cells(plan, z, before, after, operands, next);
    }

    private static void Products(RecurrencePlan plan, in RecurrenceData data, float* operands, float* masks, float* masked, float* z)
    {
        float* inputs = operands + plan.States * Block;
        if (!plan.Masked)
        {
            RecurrentProducts<T, TCell>.Run(plan, data.Weights, operands, inputs, 0, 0, z);
            return;
        }
        // Masks that are all ones stay out.
        int seen = (plan.States + plan.Features) * Block, from = data.RecurrentMask is null ? plan.States * Block : 0, to = data.InputMask is null ? plan.States * Block : seen;
        for (int copy = 0; copy < plan.Copies; copy++) Multiply(operands + from, masks + copy * plan.Inner * Block + from, masked + copy * seen + from, to - from);
        int stride = plan.PerGate ? seen : 0;
        bool ofState = data.RecurrentMask is not null, ofInputs = data.InputMask is not null;
        RecurrentProducts<T, TCell>.Run(
            plan, data.Weights, ofState ? masked : operands, ofInputs ? masked + plan.States * Block : inputs, ofState ? stride : 0, ofInputs ? stride : 0, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cells(RecurrencePlan plan, float* z, float* before, float* after, float* past, float* output)
    {
        int kept = TCell.Kept * Block, states = TCell.GroupUnits * Block;
        bool keeps = plan.Training;
        long rowsStep = (long)plan.Rows * Block, keptStep = (long)plan.Kept * Block, operandStep = (long)plan.Operands * Block;
        for (int group = 0; group < plan.Groups; group++, z += 4 * Block, before += kept, after += kept, past += states, output += states)
        {
            if (keeps)
            {
                if (plan.KeepsRows) CacheLines.Prefetch(z + rowsStep, 4 * Block);
                CacheLines.Prefetch(after + keptStep, kept);
                CacheLines.Prefetch(output + operandStep, states);
            }
            for (int lane = 0; lane < Block; lane += T.Count)
                TCell.Forward<T>(z + lane, before + lane, after + lane, past + lane, output + lane, Block, keeps);
        }
    }

    private static void Copy(float* from, float* to, int rows) => new Span<float>(from, rows * Block).CopyTo(new Span<float>(to, rows * Block));

    private static void Start(RecurrencePlan plan, in RecurrenceData data, float* memory, int first, int samples)
    {
        float* state = memory + plan.OperandsAt(0), kept = memory + plan.KeptAt(0);
        new Span<float>(state, plan.States * Block).Clear();
        new Span<float>(kept, plan.Kept * Block).Clear();
        if (data.InitialState is not null) Transposition.Read(data.InitialState + (long)first * plan.Units, plan.Units, plan.Units, samples, state, Block);
        if (data.InitialCarried is not null) Transposition.Read(data.InitialCarried + (long)first * plan.Units, plan.Units, plan.Units, samples, kept, TCell.Kept * Block);
    }

    // Masks in lanes, once: a row of ones where there is none.
    private static void ReadMasks(RecurrencePlan plan, in RecurrenceData data, float* masks, int first, int samples)
    {
        for (int copy = 0; copy < plan.Copies; copy++)
        {
            float* rows = masks + copy * plan.Inner * Block, ofInputs = rows + plan.States * Block;
            new Span<float>(rows, plan.Inner * Block).Fill(1);
            long gate = TCell.GateOf(copy) * (long)plan.Batch + first;
            if (data.InputMask is not null)
                Transposition.Read(data.InputMask + (plan.PerGate ? gate : first) * plan.Features, plan.Features, plan.Features, samples, ofInputs, Block);
            if (data.RecurrentMask is not null) Transposition.Read(data.RecurrentMask + gate * plan.Units, plan.Units, plan.Units, samples, rows, Block);
        }
    }

    // The inputs of the run of steps after this one, and the places of its own outputs, a part at every step.
    private static void Ask(RecurrencePlan plan, in RecurrenceData data, int first, int samples, int step, int inputRun, int outputRun)
    {
        int next = step - step % inputRun + inputRun, count = Math.Min(inputRun, plan.Steps - next);
        if (count > 0)
        {
            long sample = (long)plan.Steps * plan.Features;
            int time = data.Time(plan, data.Backwards ? next + count - 1 : next);
            CacheLines.Prefetch(data.Sequence + first * sample + (long)time * plan.Features, sample, samples, count * plan.Features, step % inputRun, inputRun);
        }
        if (!plan.Sequences) return;
        next = step - step % outputRun;
        count = Math.Min(outputRun, plan.Steps - next);
        long slots = (long)plan.Slots * plan.Width;
        int slot = Math.Min(data.SlotOf(plan, next), data.SlotOf(plan, next + count - 1));
        CacheLines.Prefetch(data.Output + first * slots + (long)slot * plan.Width, slots, samples, count * plan.Width, step % outputRun, outputRun);
    }

    private static void ReadInputs(
        RecurrencePlan plan, in RecurrenceData data, float* memory, PaddedLanes<T> lanes, int first, int samples, int step, int count)
    {
        long sample = (long)plan.Steps * plan.Features;
        for (int lane = 0; lane < samples; lane += Transposition.Together)
            for (int i = step; i < step + count; i++)
                Transposition.Read(
                    data.Sequence + (first + lane) * sample + (long)data.Time(plan, i) * plan.Features, sample, plan.Features, Math.Min(Transposition.Together, samples - lane),
                    memory + plan.OperandsAt(i) + plan.States * Block + lane, Block);
        for (int i = step; i < step + count; i++)
        {
            float* inputs = memory + plan.OperandsAt(i) + plan.States * Block;
            if (samples < Block)
                for (int row = 0; row < plan.Features; row++) new Span<float>(inputs + row * Block + samples, Block - samples).Clear();
            // What is skipped may be no number, and would not become zero when multiplied with a gradient of zero.
            if (plan.Padded && lanes.At(i) != Presence.All) lanes.Clear(inputs, plan.Features);
            if (plan.ResetsBefore) Copy(inputs, inputs + plan.Inner * Block, plan.Features);
        }
        if (plan.Padded) lanes.At(step);
    }

    private static void Multiply(float* rows, float* masks, float* target, int size)
    {
        for (int i = 0; i < size; i += T.Count) (T.Load(rows + i) * T.Load(masks + i)).Store(target + i);
    }

    private static void WriteOutputs(
        RecurrencePlan plan, in RecurrenceData data, float* memory, in PaddedLanes<T> lanes, int first, int samples, int step, int end)
    {
        for (int lane = 0; lane < samples; lane += Transposition.Together)
            for (int i = step; i < end; i++)
                Write(plan, data.Output, memory + plan.OperandsAt(i + 1) + lane, 1, first + lane, Math.Min(Transposition.Together, samples - lane), data.SlotOf(plan, i));
        for (int i = step; plan.Padded && i < end; i++)
            for (int sample = 0; sample < samples; sample++)
                if (!lanes.Shows(sample, i)) new Span<float>(data.Output + ((long)(first + sample) * plan.Slots + data.SlotOf(plan, i)) * plan.Width, plan.Units).Clear();
    }

    private static void Write(RecurrencePlan plan, float* output, float* rows, int rowStride, int first, int samples, int slot) =>
        Transposition.Write(rows, rowStride * Block, plan.Units, samples, output + ((long)first * plan.Slots + slot) * plan.Width, (long)plan.Slots * plan.Width);
}
