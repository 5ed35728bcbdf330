using Fathom.Kernels;
using Fathom.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

/// <summary>The fused kernels against the same layers as loops of tensor operations, over random shapes, masks and states.</summary>
public class RecurrentKernelTests
{
    [Theory]
    [InlineData(1), InlineData(4), InlineData(8), InlineData(16)]
    public void Lstm_equals_the_loop(int lanes) => Compare<LstmCell>(lanes, 4, 2, units => [4 * units], units => new LSTMCell(units));

    [Theory]
    [InlineData(1), InlineData(4), InlineData(8), InlineData(16)]
    public void Gru_equals_the_loop(int lanes) => Compare<GruCell>(lanes, 3, 1, units => [2, 3 * units], units => new GRUCell(units));

    [Theory]
    [InlineData(1), InlineData(4), InlineData(8), InlineData(16)]
    public void Gru_that_resets_before_equals_the_loop(int lanes) =>
        Compare<GruResetBeforeCell>(lanes, 3, 1, units => [3 * units], units => new GRUCell(units) { ResetAfter = false });

    [Theory]
    [InlineData(1), InlineData(4), InlineData(8), InlineData(16)]
    public void Simple_cell_equals_the_loop(int lanes) => Compare<SimpleCell>(lanes, 1, 1, units => [units], units => new SimpleRNNCell(units));

    private static void Compare<TCell>(int lanes, int gates, int states, Func<int, long[]> biasShape, Func<int, VectorCell> make) where TCell : struct, ICell
    {
        using var scope = NewDisposeScope();
        var random = new Random(lanes + gates);
        var memory = new KeptMemory();
        manual_seed(lanes + gates);
        for (int trial = 0; trial < 24; trial++)
        {
            int batch = random.Next(1, 80), steps = random.Next(1, 20), features = random.Next(1, 9), units = random.Next(1, 21);
            bool sequences = random.Next(2) == 0, final = random.Next(2) == 0, padded = random.Next(2) == 0, zero = random.Next(2) == 0, initial = random.Next(2) == 0;
            bool inputGradient = random.Next(2) == 0, bias = random.Next(4) > 0, dropInput = random.Next(2) == 0, dropState = random.Next(2) == 0;
            string what = $"batch {batch}, steps {steps}, features {features}, units {units}, sequences {sequences}, states {final}, initial {initial}, dropout {dropInput} {dropState}, bias {bias}, padded {padded} {zero}";
            Tensor Leaf(params long[] shape) => (randn(shape) * 0.5f).detach().requires_grad_(true);
            Tensor sequence = Leaf(batch, steps, features).requires_grad_(inputGradient);
            Tensor[] starts = initial ? [.. Enumerable.Range(0, states).Select(_ => Leaf(batch, units))] : [];
            // Of spectral radius below 1: beyond it the plain cell is chaotic and rounding errors grow with every step.
            Tensor recurrent = (randn(units, gates * units) * (0.6f / MathF.Sqrt(units))).detach().requires_grad_(true);
            Tensor Mask(long count, long width) => rand(count, batch, width).gt(0.3f).to(float32) / 0.7f;
            var call = new RecurrentCall(sequence, starts, Leaf(features, gates * units), recurrent, bias ? Leaf(biasShape(units)) : null)
            {
                Gates = gates,
                InputMask = dropInput ? Mask(dropState ? gates : 1, features) : null,
                RecurrentMask = dropState ? Mask(gates, units) : null,
                Mask = padded ? rand(batch, steps).gt(rand(batch, 1)) : null,
                ReturnSequences = sequences,
                ReturnState = final,
                ZeroOutputForMask = zero,
            };
            Tensor[] leaves = [.. new[] { call.Kernel, call.RecurrentKernel }, .. bias ? [call.Bias!] : Array.Empty<Tensor>(), .. starts, .. inputGradient ? [sequence] : Array.Empty<Tensor>()];

            Tensor[] Run(Func<(Tensor Output, IReadOnlyList<Tensor> States)> way)
            {
                (Tensor output, IReadOnlyList<Tensor> after) = way();
                return final ? [output, .. after] : [output];
            }
            Tensor[] expected = Run(() => make(units).RunSteps(call)), actual = Run(() => RecurrentFunction<TCell>.Run(call, memory, lanes));
            void Same(Tensor[] wanted, Tensor[] got, string where)
            {
                Assert.Equal(wanted.Length, got.Length);
                foreach ((Tensor one, Tensor other) in wanted.Zip(got)) Close($"{what}: {where}", one, other);
            }
            Same(expected, actual, "output");
            Tensor[] upstream = [.. expected.Select(output => randn_like(output))];
            Same(Gradients(expected, leaves, upstream), Gradients(actual, leaves, upstream), "gradient");
            using (no_grad()) Same(expected, Run(() => RecurrentFunction<TCell>.Run(call, memory, lanes)), "inference");
        }
    }

    // A mask may cut a leaf off from the outputs: no gradient is a gradient of zero.
    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] leaves, Tensor[] upstream) =>
        [.. autograd.grad(outputs, leaves, upstream, allow_unused: true).Zip(leaves, (gradient, leaf) => gradient is null || gradient.IsInvalid ? zeros_like(leaf) : gradient)];

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Results_do_not_depend_on_the_number_of_threads(bool padded)
    {
        using var scope = NewDisposeScope();
        Seeds.Set(5);
        manual_seed(5);
        var layer = new LSTM(12);
        Tensor x = randn(200, 30, 6), upstream = randn(200, 12);
        if (padded) Masks.Attach(x, rand(200, 30).gt(0.3f));
        layer.Build([new Shape(30, 6)]);
        int before = get_num_threads();
        float[][] Run(int threads)
        {
            set_num_threads(threads);
            Tensor output = layer.Forward(x, CallContext.Train);
            return [output.data<float>().ToArray(), .. autograd.grad([output], [.. layer.Weights.Select(weight => weight.Value)], [upstream]).Select(gradient => gradient.data<float>().ToArray())];
        }
        try
        {
            Assert.Equal(Run(1), Run(4));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros(3, 4, 2);
        x[1, 2, 0] = float.NaN;
        foreach (RecurrentLayer layer in new RecurrentLayer[] { new LSTM(3), new GRU(3), new SimpleRNN(3) })
        {
            float[] sums = layer.Forward(x, CallContext.Infer).sum(1L).data<float>().ToArray();
            Assert.Equal([false, true, false], sums.Select(float.IsNaN));
        }
    }

    [Fact]
    public void Native_memory_is_the_same_after_200_steps_as_after_10()
    {
        RNN[] layers = [new LSTM(5) { Dropout = 0.2f, RecurrentDropout = 0.2f, ReturnSequences = true }, new GRU(5) { ReturnSequences = true, Stateful = true }, new SimpleRNN(5)];
        long afterTen = 0;
        for (int step = 1; step <= 200; step++)
        {
            using (NewDisposeScope())
            {
                Tensor x = Masks.Attach(randn(40, 7, 5), rand(40, 7).gt(0.3f));
                foreach (RNN layer in layers) x = layer.Forward(x, CallContext.Train);
                x.sum().backward();
            }
            if (step == 10) afterTen = Live();
        }
        Assert.Equal(afterTen, Live());

        static long Live()
        {
            // What other tests left behind is not ours.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public void A_graph_can_be_gone_back_through_twice()
    {
        using var scope = NewDisposeScope();
        var layer = new LSTM(4);
        Tensor x = randn(5, 6, 3, requires_grad: true), other = randn(5, 6, 3);
        Tensor loss = layer.Forward(x, CallContext.Train).square().sum();
        Tensor first = autograd.grad([loss], [x], retain_graph: true)[0];
        Tensor second = autograd.grad([loss], [x], retain_graph: true)[0];
        layer.Forward(other, CallContext.Train).sum().backward();
        Tensor third = autograd.grad([loss], [x])[0];
        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Equal(first.data<float>().ToArray(), third.data<float>().ToArray());
    }

    private static void Close(string what, Tensor wanted, Tensor got)
    {
        Assert.Equal(wanted.shape, got.shape);
        double scale = Math.Max(wanted.abs().max().item<float>(), 1e-3), worst = (wanted - got).abs().max().item<float>();
        Assert.True(worst <= 1e-5 * scale, $"{what}: off by {worst:G3} where the largest value is {scale:G3}");
    }
}
