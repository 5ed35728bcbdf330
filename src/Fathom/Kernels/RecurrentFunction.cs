using System.Buffers;
using System.Numerics;
using Fathom.Layers;
using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Kernels;

/// <summary>Recurrent layers that read one sequence, as one node of the gradient graph, computed by <see cref="RecurrentKernel{TCell}"/>: single precision on the CPU.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed unsafe class RecurrentFunction<TCell> : autograd.SingleTensorFunction<RecurrentFunction<TCell>> where TCell : struct, ICell
{
    // The places of the arguments: what the layers share, then seven for each of them.
    private const int Options = 0, Memory = 1, Sequence = 2, StepMask = 3, First = 4;
    private const int Kernel = 0, Recurrent = 1, Bias = 2, State = 3, Carried = 4, InputMask = 5, RecurrentMask = 6, Own = 7;

    public override string Name => typeof(TCell).Name;

    /// <summary>Calls a layer.</summary>
    /// <param name="call">Its tensors.</param>
    /// <param name="memory">The layer's.</param>
    /// <param name="lanes">The lanes of a register; those that suit this processor unless given.</param>
    /// <returns>The output, and the final states where the call asks for them.</returns>
    public static (Tensor Output, Tensor[] States) Run(RecurrentCall call, KeptMemory memory, int? lanes = null)
    {
        (Tensor output, Tensor[][] states) = Run([call], memory, lanes);
        return (output, states[0]);
    }

    /// <summary>Calls layers of as many units that read one sequence, each in its direction.</summary>
    /// <param name="calls">Their tensors; sequence, mask and what is returned are alike. Several give their outputs side by side where their inputs lie.</param>
    /// <param name="memory">The first layer's.</param>
    /// <param name="lanes">The lanes of a register; those that suit this processor unless given.</param>
    /// <returns>The outputs side by side, and each layer's final states where the calls ask for them.</returns>
    public static (Tensor Output, Tensor[][] States) Run(RecurrentCall[] calls, KeptMemory memory, int? lanes = null)
    {
        RecurrentCall shared = calls[0];
        RecurrencePlan plan = PlanOf(calls, lanes);
        int units = plan.Units;
        Tensor packed = apply([
            new Call(plan, [.. calls.Select(call => call.Backwards)]), memory, shared.Sequence.contiguous(), shared.Mask?.contiguous()!,
            .. calls.SelectMany(call => (Tensor?[])[
                call.Kernel, call.RecurrentKernel, call.Bias, call.InitialStates.ElementAtOrDefault(0)?.contiguous(), call.InitialStates.ElementAtOrDefault(1)?.contiguous(),
                call.InputMask, call.RecurrentMask]).Select(tensor => tensor!)]);
        Tensor output = plan.Sequences ? plan.Slots == plan.Steps ? packed : packed.narrow(1, 0, plan.Steps) : packed.select(1, 0);
        Tensor[] Of(int slot) => [.. Enumerable.Range(0, calls.Length).Select(i => calls.Length == 1 ? packed.select(1, slot) : packed.select(1, slot).narrow(1, i * units, units))];
        Tensor[][] states = !shared.ReturnState ? [] : plan.WithCarried ? [Of(plan.StateSlot), Of(plan.Slots - 1)] : [Of(plan.StateSlot)];
        return (output, [.. calls.Select((_, i) => states.Select(state => state[i]).ToArray())]);
    }

    /// <summary>The sizes of a call.</summary>
    public static RecurrencePlan PlanOf(RecurrentCall[] calls, int? lanes)
    {
        RecurrentCall shared = calls[0];
        long[] shape = shared.Sequence.shape;
        int units = (int)shared.Units, groups = (units + TCell.GroupUnits - 1) / TCell.GroupUnits;
        return new RecurrencePlan((int)shape[0], (int)shape[1], (int)shape[2], units)
        {
            Block = 2 * (lanes ?? Lanes.Count),
            Groups = groups,
            States = groups * TCell.GroupUnits,
            Kept = TCell.Kept * units,
            KeepsRows = TCell.GroupUnits == 1,
            ResetsBefore = TCell.ResetsBefore,
            Masked = calls.Any(call => call.InputMask is not null || call.RecurrentMask is not null),
            PerGate = TCell.Gates > 1 && calls.Any(call => call.RecurrentMask is not null),
            Training = is_grad_enabled() && calls.SelectMany(call => call.Differentiable).Any(tensor => tensor?.requires_grad == true),
            Asked = !calls.Any(call => call.InTraining),
            Sequences = shared.ReturnSequences,
            // Without a mask the last output is the final state, unless another direction has it.
            WithState = shared.ReturnState && (shared.Mask is not null || calls.Length > 1 && shared.ReturnSequences),
            WithCarried = shared.ReturnState && TCell.Kept > 0,
            Padded = shared.Mask is not null,
            ZeroOutput = shared.ZeroOutputForMask,
            Directions = calls.Length,
        };
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (Call)vars[Options];
        var memory = (KeptMemory)vars[Memory];
        RecurrencePlan plan = call.Plan;
        Tensor?[] tensors = [.. vars[Sequence..].Cast<Tensor?>()];
        Tensor output = empty(plan.Batch, plan.Slots, plan.Width);
        if (SmallBatches<TCell>.Suit(plan))
        {
            SmallBatches<TCell>.Run(plan, Data(call, tensors, null, output), [.. Enumerable.Range(0, plan.Directions).Select(i => Weights(tensors, i))]);
            GC.KeepAlive(tensors);
            return output;
        }
        KeptMemory.Lease lease = memory.Rent(plan.Directions * plan.Blocks * plan.BlockSize);
        Forward(call, tensors, lease, output);
        if (plan.Training)
        {
            ctx.save_for_backward([.. tensors.Select(tensor => tensor!)]);
            ctx.save_data("state", new Saved(call, memory, lease, lease.Uses));
        }
        else memory.Return(lease);
        // Pointers do not hold the tensors.
        GC.KeepAlive(tensors);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        (Call call, KeptMemory memory, KeptMemory.Lease lease, int uses) = (Saved)ctx.get_data("state");
        RecurrencePlan plan = call.Plan;
        Tensor?[] tensors = [.. ctx.get_saved_variables().Select(tensor => tensor is null || tensor.IsInvalid ? null : tensor)];
        if (lease.Uses != uses)
        {
            // A second way back through one graph, after the first gave the memory up: what was kept is computed again.
            lease = memory.Rent(plan.Directions * plan.Blocks * plan.BlockSize);
            using Tensor output = empty(plan.Batch, plan.Slots, plan.Width);
            Forward(call, tensors, lease, output);
        }
        int rows = plan.GradientSize, states = PackedWeights<TCell>.TransposedLength(plan, plan.Units), inputs = PackedWeights<TCell>.TransposedLength(plan, plan.Features);
        int each = states + inputs + plan.Blocks * rows;
        float[] rented = ArrayPool<float>.Shared.Rent(plan.Directions * each + rows);
        using Tensor upstream = grad_output.contiguous();
        RecurrenceData[] layers = Data(call, tensors, lease, upstream);
        var gradients = new Tensor?[First + plan.Directions * Own];
        // Every direction has a gradient of the sequence of its own: they are computed at the same time.
        Tensor?[] sequences = [.. layers.Select(_ => tensors[0]!.requires_grad ? empty_like(tensors[0]!) : null)];
        fixed (float* memoryStart = rented)
        {
            for (int i = 0; i < layers.Length; i++)
            {
                int at = First - Sequence + i * Own;
                for (int k = Kernel; k <= Carried; k++)
                    if (tensors[at + k] is { } tensor && (k <= Bias || tensor.requires_grad)) gradients[Sequence + at + k] = empty_like(tensor);
                Span<float> own = rented.AsSpan(i * each, each);
                PackedWeights<TCell>.PackTransposed(plan, tensors[at + Recurrent]!.Floats(), plan.Units, true, own[..states]);
                PackedWeights<TCell>.PackTransposed(plan, tensors[at + Kernel]!.Floats(), plan.Features, false, own.Slice(states, inputs));
                layers[i] = layers[i] with
                {
                    StateWeights = memoryStart + i * each,
                    InputWeights = memoryStart + i * each + states,
                    WeightGradients = memoryStart + i * each + states + inputs,
                    SequenceGradient = Pointer(sequences[i]),
                    InitialStateGradient = Pointer(gradients[Sequence + at + State]),
                    InitialCarriedGradient = Pointer(gradients[Sequence + at + Carried]),
                };
            }
            RecurrentKernel<TCell>.Backward(plan, layers);
        }
        Span<float> sum = rented.AsSpan(plan.Directions * each, rows);
        for (int i = 0; i < layers.Length; i++)
        {
            Span<Tensor?> own = gradients.AsSpan(First + i * Own, Own);
            sum.Clear();
            for (int block = 0; block < plan.Blocks; block++) Add(rented.AsSpan(i * each + states + inputs + block * rows, rows), sum);
            PackedWeights<TCell>.Unpack(plan, sum, own[Kernel]!.Floats(), own[Recurrent]!.Floats(), own[Bias] is { } bias ? bias.Floats() : []);
        }
        gradients[Sequence] = sequences[0];
        if (sequences.Length > 1 && sequences[1] is { } second)
        {
            sequences[0]!.add_(second);
            second.Dispose();
        }
        ArrayPool<float>.Shared.Return(rented);
        memory.Return(lease);
        GC.KeepAlive(tensors);
        return [.. gradients.Select(gradient => gradient!)];
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sum)
    {
        int i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count) (new Vector<float>(sum[i..]) + new Vector<float>(values[i..])).CopyTo(sum[i..]);
        for (; i < sum.Length; i++) sum[i] += values[i];
    }

    private static void Forward(Call call, Tensor?[] tensors, KeptMemory.Lease lease, Tensor output)
    {
        RecurrencePlan plan = call.Plan;
        int size = plan.Groups * plan.GroupSize;
        float[] weights = ArrayPool<float>.Shared.Rent(plan.Directions * size);
        RecurrenceData[] layers = Data(call, tensors, lease, output);
        fixed (float* packed = weights)
        {
            for (int i = 0; i < layers.Length; i++)
            {
                (Tensor kernel, Tensor recurrent, Tensor? bias) = Weights(tensors, i);
                PackedWeights<TCell>.Pack(plan, kernel.Floats(), recurrent.Floats(), bias is null ? [] : bias.Floats(), weights.AsSpan(i * size, size));
                layers[i].Weights = packed + i * size;
            }
            RecurrentKernel<TCell>.Forward(plan, layers);
        }
        ArrayPool<float>.Shared.Return(weights);
    }

    private static (Tensor Kernel, Tensor Recurrent, Tensor? Bias) Weights(Tensor?[] tensors, int layer)
    {
        int at = First - Sequence + layer * Own;
        return (tensors[at + Kernel]!, tensors[at + Recurrent]!, tensors[at + Bias]);
    }

    private static RecurrenceData[] Data(Call call, Tensor?[] tensors, KeptMemory.Lease? lease, Tensor output) => [.. call.Backwards.Select((backwards, i) =>
    {
        int at = First - Sequence + i * Own;
        return new RecurrenceData
        {
            Sequence = Pointer(tensors[0]),
            StepMask = (byte*)Pointer(tensors[StepMask - Sequence]),
            Backwards = backwards,
            Aligned = call.Backwards.Length > 1,
            InitialState = Pointer(tensors[at + State]),
            InitialCarried = Pointer(tensors[at + Carried]),
            InputMask = Pointer(tensors[at + InputMask]),
            RecurrentMask = Pointer(tensors[at + RecurrentMask]),
            Blocks = lease is null ? null : lease.Pointer + i * call.Plan.Blocks * call.Plan.BlockSize,
            Output = Pointer(output) + i * call.Plan.Units,
        };
    })];

    private static float* Pointer(Tensor? tensor)
    {
        if (tensor is null) return null;
        fixed (byte* first = tensor.bytes) return (float*)first;
    }

    private sealed record Call(RecurrencePlan Plan, bool[] Backwards);

    private sealed record Saved(Call Call, KeptMemory Memory, KeptMemory.Lease Lease, int Uses);
}
