using Fathom.Kernels;
using Fathom.Layers;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

/// <summary>
/// What every recurrent kernel must give, whatever it is asked for and in registers of any width: the results of the composition in double precision, the same bits on any
/// number of threads, and nothing touched outside its buffers.
/// </summary>
public class RecurrentPropertyTests
{
    private const int Cases = 50;

    [Fact]
    public void Lstm() => Check<LstmCell>(0, units => new LSTMCell(units), 4, 2, units => [4 * units]);

    [Fact]
    public void Gru() => Check<GruCell>(1000, units => new GRUCell(units), 3, 1, units => [2, 3 * units]);

    [Fact]
    public void Gru_that_resets_before() => Check<GruResetBeforeCell>(2000, units => new GRUCell(units) { ResetAfter = false }, 3, 1, units => [3 * units]);

    [Fact]
    public void Simple_cell() => Check<SimpleCell>(3000, units => new SimpleRNNCell(units), 1, 1, units => [units]);

    private static void Check<TCell>(int first, Func<int, VectorCell> make, int gates, int states, Func<int, long[]> biasShape) where TCell : struct, ICell
    {
        var memory = new KeptMemory();
        int threads = get_num_threads();
        try
        {
            for (int seed = first; seed < first + Cases; seed++)
            {
                using var scope = NewDisposeScope();
                int units = RecurrentCase.Draw(new Random(seed + 500), 130);
                var one = new RecurrentCase(seed, make(units), gates, states, biasShape(units), units);
                set_num_threads(1);
                Tensor[] upstream = [];
                (Tensor[] expected, Tensor[] expectedGradients) = one.Reference(outputs => upstream = [.. outputs.Select(output => randn(output.shape))]);
                (Tensor[] outputs, Tensor[] gradients) = one.Kernel<TCell>(memory, upstream);
                Near(one.Name + ": outputs", expected, outputs);
                Near(one.Name + ": gradients", expectedGradients, gradients);
                using (no_grad()) Near(one.Name + ": inference", expected, one.Kernel<TCell>(memory, null).Outputs);
                foreach (int count in new[] { 2, 4 })
                {
                    set_num_threads(count);
                    (Tensor[] again, Tensor[] gradientsAgain) = one.Kernel<TCell>(memory, upstream);
                    Same(one.Name, [.. outputs, .. gradients], [.. again, .. gradientsAgain]);
                }
                Guarded<TCell>(one, outputs, gradients, upstream);
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    // The same call on watched buffers.
    private static unsafe void Guarded<TCell>(RecurrentCase one, Tensor[] outputs, Tensor[] gradients, Tensor[] upstream) where TCell : struct, ICell
    {
        using var memory = new GuardedMemory();
        var lengths = new List<long>();
        float* Take(long length)
        {
            lengths.Add(length);
            return memory.Take(length);
        }
        float* Copy(Tensor? tensor)
        {
            if (tensor is null) return null;
            Span<float> values = tensor.detach().contiguous().Floats();
            float* buffer = Take(values.Length);
            values.CopyTo(new Span<float>(buffer, values.Length));
            return buffer;
        }
        RecurrencePlan plan = RecurrentFunction<TCell>.PlanOf(one.Calls, one.Lanes);
        long outputLength = (long)plan.Batch * plan.Slots * plan.Width;
        float* sequence = Copy(one.Calls[0].Sequence), output = Take(outputLength), outputGradient = Take(outputLength);
        Pack(plan, upstream, new Span<float>(outputGradient, (int)outputLength));
        byte* mask = null;
        if (one.Calls[0].Mask is { } steps)
        {
            // Rounded up to whole numbers, the mask at their end.
            int count = plan.Batch * plan.Steps, numbers = (count + 3) / 4;
            mask = (byte*)Take(numbers) + (numbers * 4 - count);
            steps.contiguous().bytes.CopyTo(new Span<byte>(mask, count));
        }
        RecurrenceData[] forward = new RecurrenceData[one.Calls.Length], backward = new RecurrenceData[one.Calls.Length];
        for (int i = 0; i < forward.Length; i++)
        {
            RecurrentCall call = one.Calls[i];
            Span<float> kernel = call.Kernel.Floats(), recurrent = call.RecurrentKernel.Floats(), bias = call.Bias is { } values ? values.Floats() : [];
            int size = plan.Groups * plan.GroupSize, states = PackedWeights<TCell>.TransposedLength(plan, plan.Units), inputs = PackedWeights<TCell>.TransposedLength(plan, plan.Features);
            float* weights = Take(size), stateWeights = Take(states), inputWeights = Take(inputs);
            PackedWeights<TCell>.Pack(plan, kernel, recurrent, bias, new Span<float>(weights, size));
            PackedWeights<TCell>.PackTransposed(plan, recurrent, plan.Units, true, new Span<float>(stateWeights, states));
            PackedWeights<TCell>.PackTransposed(plan, kernel, plan.Features, false, new Span<float>(inputWeights, inputs));
            bool initial = call.InitialStates.Count > 0;
            forward[i] = new RecurrenceData
            {
                Sequence = sequence,
                Backwards = call.Backwards,
                Aligned = forward.Length > 1,
                StepMask = mask,
                InitialState = Copy(call.InitialStates.ElementAtOrDefault(0)),
                InitialCarried = Copy(call.InitialStates.ElementAtOrDefault(1)),
                InputMask = Copy(call.InputMask),
                RecurrentMask = Copy(call.RecurrentMask),
                Blocks = Take(plan.Blocks * plan.BlockSize),
                Output = output + i * plan.Units,
                Weights = weights,
            };
            backward[i] = forward[i] with
            {
                Output = outputGradient + i * plan.Units,
                StateWeights = stateWeights,
                InputWeights = inputWeights,
                WeightGradients = Take((long)plan.Blocks * plan.GradientSize),
                SequenceGradient = call.Sequence.requires_grad ? Take(call.Sequence.numel()) : null,
                InitialStateGradient = initial ? Take((long)plan.Batch * plan.Units) : null,
                InitialCarriedGradient = initial && call.InitialStates.Count > 1 ? Take((long)plan.Batch * plan.Units) : null,
            };
        }
        set_num_threads(1);
        Scratch.Source = length => (nint)Take(length);
        try
        {
            RecurrentKernel<TCell>.Forward(plan, forward);
            RecurrentKernel<TCell>.Backward(plan, backward);
        }
        finally
        {
            Scratch.Source = null;
        }
        Assert.True(memory.IsIntact([.. lengths]), $"{one.Name}: a border was written to");
        float[] whole = new float[outputLength];
        Pack(plan, outputs, whole);
        Assert.Equal(whole, new Span<float>(output, (int)outputLength).ToArray());
        if (backward[0].SequenceGradient is null) return;
        float[] ofSequence = new Span<float>(backward[0].SequenceGradient, (int)one.Calls[0].Sequence.numel()).ToArray();
        for (int i = 0; backward.Length > 1 && i < ofSequence.Length; i++) ofSequence[i] += backward[1].SequenceGradient[i];
        Assert.Equal(gradients[0].contiguous().Floats().ToArray(), ofSequence);
    }

    // Outputs, or their gradients, as the kernel lays them out; a state that is also an output comes twice, and its gradients add up.
    private static void Pack(RecurrencePlan plan, Tensor[] outputs, Span<float> packed)
    {
        using var scope = NewDisposeScope();
        Tensor whole = zeros(plan.Batch, plan.Slots, plan.Width), output = outputs[0].detach();
        if (plan.Sequences) whole.narrow(1, 0, plan.Steps).add_(output);
        else whole.select(1, 0).add_(output);
        int perLayer = (outputs.Length - 1) / plan.Directions;
        bool gradient = !outputs[0].requires_grad;
        for (int i = 1; i < outputs.Length; i++)
        {
            int layer = (i - 1) / perLayer, slot = (i - 1) % perLayer == 0 ? plan.StateSlot : plan.Slots - 1;
            Tensor target = whole.select(1, slot).narrow(1, layer * plan.Units, plan.Units);
            bool shared = (i - 1) % perLayer == 0 && !plan.WithState;
            if (!shared || gradient) target.add_(outputs[i].detach());
        }
        whole.contiguous().Floats().CopyTo(packed);
    }

    private static void Near(string what, Tensor[] wanted, Tensor[] got)
    {
        Assert.Equal(wanted.Length, got.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.Equal(wanted[i].shape, got[i].shape);
            double scale = Math.Max(wanted[i].abs().max().item<double>(), 1), worst = (wanted[i] - got[i]).abs().max().item<double>();
            Assert.True(worst <= 1e-5 * scale, $"{what} {i}: off by {worst:G3} where the largest value is {scale:G3}");
        }
    }

    private static void Same(string what, Tensor[] wanted, Tensor[] got)
    {
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(wanted[i].contiguous().Floats().SequenceEqual(got[i].contiguous().Floats()), $"{what}: result {i} depends on the number of threads");
    }
}
