using System.Buffers;
using Fathom.Layers;
using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Kernels;

/// <summary>A recurrent layer as one node of the gradient graph, computed by <see cref="RecurrentKernel{TCell}"/>: single precision on the CPU.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed unsafe class RecurrentFunction<TCell> : autograd.SingleTensorFunction<RecurrentFunction<TCell>> where TCell : struct, ICell
{
    // The places of the arguments; only tensors from the first to the last initial state can ask for a gradient.
    private const int Sequence = 0, Kernel = 1, Recurrent = 2, Bias = 3, State = 4, Carried = 5, InputMask = 6, RecurrentMask = 7, StepMask = 8, Options = 9, Memory = 10;

    public override string Name => typeof(TCell).Name;

    /// <summary>Calls the layer.</summary>
    /// <param name="call">Its tensors.</param>
    /// <param name="memory">The layer's.</param>
    /// <param name="block">The lanes of a block; those that suit this processor unless given.</param>
    /// <returns>The output, and the final states where the call asks for them.</returns>
    public static (Tensor Output, Tensor[] States) Run(RecurrentCall call, KeptMemory memory, int? block = null)
    {
        (Tensor packed, RecurrencePlan plan) = Packed(call, memory, block);
        Tensor output = plan.Sequences ? plan.Slots == plan.Steps ? packed : packed.narrow(1, 0, plan.Steps) : packed.select(1, 0);
        if (!call.ReturnState) return (output, []);
        Tensor state = packed.select(1, plan.StateSlot);
        return (output, plan.WithCarried ? [state, packed.select(1, plan.Slots - 1)] : [state]);
    }

    private static (Tensor, RecurrencePlan) Packed(RecurrentCall call, KeptMemory memory, int? block)
    {
        long[] shape = call.Sequence.shape;
        bool training = is_grad_enabled() && new[] { call.Sequence, call.Kernel, call.RecurrentKernel, call.Bias }.Concat(call.InitialStates).Any(tensor => tensor?.requires_grad == true);
        int units = (int)call.Units;
        var plan = new RecurrencePlan((int)shape[0], (int)shape[1], (int)shape[2], units)
        {
            Block = block ?? RecurrentKernel<TCell>.Block,
            Rows = TCell.Rows(units),
            Kept = TCell.Kept * units,
            Masked = call.InputMask is not null || call.RecurrentMask is not null,
            PerGate = TCell.Gates > 1 && call.RecurrentMask is not null,
            Training = training,
            Sequences = call.ReturnSequences,
            // Without a mask the last output is the final state.
            WithState = call.ReturnState && call.Mask is not null,
            WithCarried = call.ReturnState && TCell.Kept > 1,
            Padded = call.Mask is not null,
            ZeroOutput = call.ZeroOutputForMask,
        };
        Tensor packed = apply(
            call.Sequence.contiguous(), call.Kernel, call.RecurrentKernel, call.Bias!, call.InitialStates.ElementAtOrDefault(0)?.contiguous()!,
            call.InitialStates.ElementAtOrDefault(1)?.contiguous()!, call.InputMask!, call.RecurrentMask!, call.Mask?.contiguous()!, plan, memory);
        return (packed, plan);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var plan = (RecurrencePlan)vars[Options];
        var memory = (KeptMemory)vars[Memory];
        Tensor?[] tensors = [.. vars[..Options].Cast<Tensor?>()];
        Tensor output = empty(plan.Batch, plan.Slots, plan.Units);
        KeptMemory.Lease lease = memory.Rent(plan.Blocks * plan.BlockSize);
        Forward(plan, tensors, lease, output);
        if (plan.Training)
        {
            ctx.save_for_backward([.. tensors.Select(tensor => tensor!)]);
            ctx.save_data("state", new Saved(plan, memory, lease, lease.Uses));
        }
        else memory.Return(lease);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        (RecurrencePlan plan, KeptMemory memory, KeptMemory.Lease lease, int uses) = (Saved)ctx.get_data("state");
        Tensor?[] tensors = [.. ctx.get_saved_variables().Select(tensor => tensor is null || tensor.IsInvalid ? null : tensor)];
        if (lease.Uses != uses)
        {
            // A second way back through one graph, after the first gave the memory up: what was kept is computed again.
            lease = memory.Rent(plan.Blocks * plan.BlockSize);
            using Tensor output = empty(plan.Batch, plan.Slots, plan.Units);
            Forward(plan, tensors, lease, output);
        }
        var gradients = new Tensor?[Memory + 1];
        for (int i = Sequence; i <= Carried; i++)
            if (tensors[i] is { } tensor && (i is Kernel or Recurrent or Bias || tensor.requires_grad)) gradients[i] = empty_like(tensor);
        int rows = plan.Rows * plan.Inner, states = (plan.Units + 3) / 4 * 4 * plan.Rows, inputs = (plan.Features + 3) / 4 * 4 * plan.Rows;
        float[] rented = ArrayPool<float>.Shared.Rent(states + inputs + (plan.Blocks + 1) * rows);
        Span<float> stateWeights = rented.AsSpan(0, states), inputWeights = rented.AsSpan(states, inputs), shares = rented.AsSpan(states + inputs, plan.Blocks * rows);
        PackedWeights<TCell>.PackTransposed(plan, tensors[Recurrent]!.Floats(), plan.Units, true, stateWeights);
        PackedWeights<TCell>.PackTransposed(plan, tensors[Kernel]!.Floats(), plan.Features, false, inputWeights);
        using Tensor upstream = grad_output.contiguous();
        fixed (float* stateWeight = stateWeights, inputWeight = inputWeights, share = shares)
            RecurrentKernel<TCell>.Backward(plan, Data(plan, tensors) with
            {
                Blocks = lease.Pointer,
                Output = Pointer(upstream),
                StateWeights = stateWeight,
                InputWeights = inputWeight,
                WeightGradients = share,
                SequenceGradient = Pointer(gradients[Sequence]),
                InitialStateGradient = Pointer(gradients[State]),
                InitialCarriedGradient = Pointer(gradients[Carried]),
            });
        Span<float> sum = rented.AsSpan(states + inputs + plan.Blocks * rows, rows);
        sum.Clear();
        for (int block = 0; block < plan.Blocks; block++)
            for (int i = 0; i < rows; i++)
                sum[i] += shares[block * rows + i];
        PackedWeights<TCell>.Unpack(
            plan, sum, gradients[Kernel]!.Floats(), gradients[Recurrent]!.Floats(), gradients[Bias] is { } bias ? bias.Floats() : []);
        ArrayPool<float>.Shared.Return(rented);
        memory.Return(lease);
        return [.. gradients.Select(gradient => gradient!)];
    }

    private static void Forward(RecurrencePlan plan, Tensor?[] tensors, KeptMemory.Lease lease, Tensor output)
    {
        float[] weights = ArrayPool<float>.Shared.Rent(plan.Rows * plan.Inner);
        PackedWeights<TCell>.Pack(
            plan, tensors[Kernel]!.Floats(), tensors[Recurrent]!.Floats(), tensors[Bias] is { } bias ? bias.Floats() : [], weights.AsSpan(0, plan.Rows * plan.Inner));
        fixed (float* packed = weights)
            RecurrentKernel<TCell>.Forward(plan, Data(plan, tensors) with { Blocks = lease.Pointer, Output = Pointer(output), Weights = packed });
        ArrayPool<float>.Shared.Return(weights);
    }

    private static RecurrenceData Data(RecurrencePlan plan, Tensor?[] tensors) => new()
    {
        Sequence = Pointer(tensors[Sequence]),
        InitialState = Pointer(tensors[State]),
        InitialCarried = Pointer(tensors[Carried]),
        InputMask = Pointer(tensors[InputMask]),
        RecurrentMask = Pointer(tensors[RecurrentMask]),
        StepMask = (byte*)Pointer(tensors[StepMask]),
        InputMaskPerGate = plan.PerGate,
    };

    private static float* Pointer(Tensor? tensor)
    {
        if (tensor is null) return null;
        fixed (byte* first = tensor.bytes) return (float*)first;
    }

    private sealed record Saved(RecurrencePlan Plan, KeptMemory Memory, KeptMemory.Lease Lease, int Uses);
}
