using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

/// <summary>Embeddings whose gradients and steps pass over the rows that batches do not read, beside the same ones that are gone through whole.</summary>
public class TableRowTests
{
    private const int Rows = 4000, Width = 40, Tokens = 6, Batch = 8;

    // Rows that no batch reads.
    private const int Unread = 1100;

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Optimizers().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_equal_those_over_all_rows_bit_for_bit(int index)
    {
        foreach (bool twice in (bool[])[false, true])
        {
            Net some = Train(Optimizers()[index](), new() { Twice = twice }), all = Train(Optimizers()[index](), new() { Twice = twice, Whole = true });
            Assert.Equal(Bits(all), Bits(some));
            Assert.Equal(Bits(all, gradients: true), Bits(some, gradients: true));
        }
    }

    // Gradients of libtorch's own look-up, which the optimizer goes through whole.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_equal_those_of_the_library(int index) =>
        Assert.Equal(Bits(Train(Optimizers()[index](), new() { FromLibrary = true })), Bits(Train(Optimizers()[index](), new())));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Steps_do_not_depend_on_the_number_of_threads(int threads)
    {
        int before = Devices.Threads;
        try
        {
            Devices.Threads = 1;
            int[] one = Bits(Train(new Adam(0.01) { GlobalClipNorm = 0.5 }, new() { Samples = 400, BatchSize = 200, Twice = true }));
            Devices.Threads = threads;
            Assert.Equal(one, Bits(Train(new Adam(0.01) { GlobalClipNorm = 0.5 }, new() { Samples = 400, BatchSize = 200, Twice = true })));
        }
        finally
        {
            Devices.Threads = before;
        }
    }

    // What is left out cannot spread: a broken gradient in a row that is not read stays where it is.
    [Fact]
    public void Rows_that_are_not_read_are_passed_over()
    {
        foreach ((Optimizer optimizer, bool passes) in ((Optimizer, bool)[])
        [
            (new SGD(0.1), true), (new SGD(0.1) { ClipNorm = 1e-3, Momentum = 0.9 }, true), (new Adam(0.01) { GlobalClipNorm = 1e-3 }, true), (new AdamW(0.01) { ClipValue = 1e-3, WeightDecay = 0 }, true),
            (new RMSprop(0.01) { GradientAccumulationSteps = 2 }, true), (new Adagrad(0.1) { LossScaleFactor = 8 }, true), (new LossScaleOptimizer(new Nadam(0.01)), true),
            (new Adam(0.01) { WeightDecay = 0.1 }, false), (new Ftrl(0.1), false), (new Adam(0.01) { UseEma = true }, false),
        ])
        {
            Net net = Build(optimizer, new());
            Fit(net, new());
            net.Words.TableGradient!.Values[Unread * Width] = float.NaN;
            Fit(net, new());
            Assert.Equal(!passes, net.Words.ToArray().Any(float.IsNaN));
        }
    }

    // A way back outside of a training step leaves gradients anywhere, as a table read by others does.
    [Fact]
    public void Gradients_from_elsewhere_do_not_stay()
    {
        Net plain = Build(new Adam(0.01), new()), other = Build(new Adam(0.01), new());
        Fit(plain, new());
        Fit(other, new());
        Fit(plain, new());
        using (var scope = NewDisposeScope()) other.Forward(full([1, Tokens], Unread), CallContext.Train).sum().backward();
        using (var scope = NewDisposeScope()) other.Words.Value[Unread + 1].sum().backward();
        Assert.Equal(1, other.Words.Value.grad![Unread + 1, 0].item<float>());
        Fit(other, new());
        Assert.Equal(Bits(plain), Bits(other));
    }

    [Fact]
    public void Running_values_that_are_taken_over_count_as_moved()
    {
        var first = new Adam(0.01) { GlobalClipNorm = 0.5 };
        Net whole = Build(first, new()), part = Build(new Adam(0.01) { GlobalClipNorm = 0.5 }, new());
        Fit(whole, new());
        Fit(part, new());
        var second = new Adam(0.01) { GlobalClipNorm = 0.5 };
        Net resumed = Build(second, new());
        foreach ((Weight from, Weight to) in part.Weights.Zip(resumed.Weights)) to.Assign(from.ToArray());
        second.ImportState(part.Optimizer.ExportState());
        Fit(whole, new() { Seed = 2 });
        Fit(resumed, new() { Seed = 2 });
        Assert.Equal(Bits(whole), Bits(resumed));
    }

    [Fact]
    public void Rules_of_ones_own_see_every_row()
    {
        Net net = Build(new Drift(), new());
        float before = net.Words.ToArray()[Unread * Width];
        Fit(net, new() { Samples = Batch });
        Assert.Equal(before + 1, net.Words.ToArray()[Unread * Width]);
    }

    [Fact]
    public void Masks_and_recomputation_go_along()
    {
        int[] reference = Bits(Train(new Adam(0.01), new() { Masked = true, Whole = true }));
        Assert.Equal(reference, Bits(Train(new Adam(0.01), new() { Masked = true })));
        Assert.Equal(reference, Bits(Train(new Adam(0.01), new() { Masked = true, Recomputes = true })));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_breaks_every_weight_as_ever()
    {
        Net net = Build(new SGD(0.1) { GlobalClipNorm = 1 }, new() { Samples = Batch });
        net.Words.Table.bytes[0..4].Fill(0xFF);
        Fit(net, new() { Samples = Batch, Ids = 0 });
        Assert.All(net.Words.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    private static Func<Optimizer>[] Optimizers()
    {
        Schedule slow = 0.01;
        return
        [
            () => new SGD(0.1), () => new SGD(0.1) { GlobalClipNorm = 1e-3 }, () => new SGD(0.1) { ClipNorm = 1e-3 }, () => new SGD(0.1) { ClipValue = 1e-5 }, () => new SGD(0.1) { Momentum = 0.9, Nesterov = true },
            () => new SGD(0.1) { WeightDecay = 0.1 }, () => new SGD(0.1) { LossScaleFactor = 1000 }, () => new SGD(0.1) { GradientAccumulationSteps = 2 }, () => new SGD(0.1) { UseEma = true, EmaOverwriteFrequency = 3 },
            () => new Adam(slow), () => new Adam(slow) { AmsGrad = true, GlobalClipNorm = 1e-3 }, () => new Adam(slow) { Epsilon = 1e-3, GradientAccumulationSteps = 3, ClipNorm = 1e-4 },
            () => new AdamW(slow), () => new AdamW(slow) { ExcludeFromWeightDecay = ["embeddings"] }, () => new Nadam(slow), () => new Adamax(slow),
            () => new RMSprop(slow), () => new RMSprop(slow) { Centered = true, Momentum = 0.5, ClipValue = 1e-4 }, () => new Adagrad(0.1), () => new Adagrad(0.1) { InitialAccumulatorValue = 0 }, () => new Adadelta(1),
            () => new Lion(0.001), () => new Ftrl(0.1), () => new Lamb(slow), () => new Adafactor(slow), () => new LossScaleOptimizer(new Adam(slow) { GlobalClipNorm = 1e-3 }),
        ];
    }

    private static Net Train(Optimizer optimizer, Plan plan)
    {
        Net net = Build(optimizer, plan);
        Fit(net, plan);
        Assert.All(net.Weights, weight => Assert.DoesNotContain(weight.ToArray(), value => !float.IsFinite(value)));
        return net;
    }

    private static Net Build(Optimizer optimizer, Plan plan)
    {
        using IDisposable seeds = Seeds.Use(4);
        var net = new Net(plan);
        net.Compile(optimizer, Loss.MeanSquaredError, device: "cpu");
        // Before the first step the weights do not exist.
        _ = net.Evaluate(new float[1, Tokens], new float[1]);
        return net;
    }

    private static void Fit(Net net, Plan plan)
    {
        var random = new Random(plan.Seed);
        float[,] x = new float[plan.Samples, Tokens];
        float[] y = new float[plan.Samples];
        for (int i = 0; i < plan.Samples; i++)
        {
            y[i] = random.NextSingle();
            // Few rows, some of them in most batches.
            for (int t = 0; t < Tokens; t++) x[i, t] = plan.Ids ?? (random.Next(4) == 0 ? random.Next(3) : random.Next(20) * 199 + (random.Next(2) * 7));
        }
        net.Fit(x, y, epochs: 2, batchSize: plan.BatchSize, shuffle: false, verbose: Verbosity.Silent);
    }

    private static int[] Bits(Net net, bool gradients = false) =>
        [.. net.TrainableWeights.SelectMany(weight => (gradients ? weight.Value.grad!.contiguous().data<float>().ToArray() : weight.ToArray()).Select(BitConverter.SingleToInt32Bits))];

    private sealed record Plan
    {
        public int Samples { get; init; } = 5 * Batch;

        public int BatchSize { get; init; } = Batch;

        public int Seed { get; init; } = 1;

        /// <summary>The only id, where there is one.</summary>
        public int? Ids { get; init; }

        /// <summary>Whether the embedding is called a second time in each step.</summary>
        public bool Twice { get; init; }

        /// <summary>Whether the table is read beside the look-ups too, so that any row may have a gradient.</summary>
        public bool Whole { get; init; }

        /// <summary>Whether libtorch looks the rows up.</summary>
        public bool FromLibrary { get; init; }

        /// <summary>Whether id 0 is padding.</summary>
        public bool Masked { get; init; }

        /// <summary>Whether the way back computes the embedding again.</summary>
        public bool Recomputes { get; init; }
    }

    private sealed class Net(Plan plan) : Model
    {
        private readonly Embedding _words = new(Rows, Width) { MaskZero = plan.Masked, GradientCheckpointing = plan.Recomputes }, _places = new(Rows, 3);
        private readonly GRU _read = new(4);
        private readonly Dense _out = new(1);

        public Weight Words => _words.Weights.Single();

        protected override Tensor Call(Tensor input, CallContext context)
        {
            Tensor words = plan.FromLibrary ? Look(_words, input, context) : _words.Forward(input, context), places = plan.FromLibrary ? Look(_places, input, context) : _places.Forward(input, context);
            Tensor state = _read.Forward(plan.Masked ? words : cat([words, places], -1), context);
            Tensor result = _out.Forward(state, context);
            if (plan.Masked) result += places.mean([1L, 2L]).unsqueeze(1);
            if (plan.Twice) result += _words.Forward((input * 3).fmod(Rows), context).mean([1L, 2L]).unsqueeze(1);
            // Adds zero to every gradient.
            if (plan.Whole) result += (Words.Value.sum() + _places.Weights.Single().Value.sum()) * 0;
            return result;
        }

        private static Tensor Look(Embedding layer, Tensor ids, CallContext context)
        {
            if (!layer.IsBuilt) _ = layer.Forward(ids, context);
            return layer.Weights.Single().Value.index_select(0, ids.to(int64).flatten()).reshape([.. ids.shape, layer.OutputDim]);
        }
    }

    /// <summary>A rule that moves every value.</summary>
    private sealed class Drift() : ElementwiseOptimizer(0.1)
    {
        protected override IReadOnlyList<Slot> RuleSlots => [];

        protected override void WriteConfig(System.Text.Json.Nodes.JsonObject config) { }

        protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
        {
            foreach (ref float value in values) value += 0.5f;
        }

        protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate) => values.add_(0.5);
    }
}
