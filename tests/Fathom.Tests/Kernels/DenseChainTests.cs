using Fathom.Kernels;
using Fathom.Layers;
using Fathom.Losses;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

public class DenseChainTests
{
    private static readonly (DenseLoss Kernel, Loss Loss, Activation? Last)[] Losses =
    [
        (new(DenseLossKind.SquaredError), Loss.MeanSquaredError, null),
        (new(DenseLossKind.AbsoluteError), Loss.MeanAbsoluteError, null),
        (new(DenseLossKind.Huber, 0.3f), new Huber { Delta = 0.3 }, null),
        (new(DenseLossKind.BinaryCrossentropy, Clip: 1e-7f), Loss.BinaryCrossentropy, Activation.Sigmoid),
        (new(DenseLossKind.BinaryCrossentropy), new BinaryCrossentropy { FromLogits = true }, Activation.Linear),
        (new(DenseLossKind.SparseCategoricalCrossentropy, Clip: 1e-7f), Loss.SparseCategoricalCrossentropy, Activation.Softmax),
        (new(DenseLossKind.SparseCategoricalCrossentropy), new SparseCategoricalCrossentropy { FromLogits = true }, Activation.Linear),
    ];

    private static readonly (DenseActivation Kernel, Activation Activation)[] Activations =
        [(DenseActivation.Linear, Activation.Linear), (DenseActivation.Relu, Activation.Relu), (DenseActivation.Sigmoid, Activation.Sigmoid), (DenseActivation.Tanh, Activation.Tanh)];

    /// <summary>Loss, predictions and gradients of 100 random nets against libtorch in double precision, to 1e-5 of the largest.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void Equals_the_composition_in_double_precision(int lanes)
    {
        var random = new Random(lanes);
        for (int trial = 0; trial < 100; trial++)
        {
            using var scope = NewDisposeScope();
            Net net = new(random);
            (double loss, float[] gradients, float[] predictions) = net.Run(lanes);
            (double expected, double[] slopes, double[] outputs) = net.Reference();
            Assert.Equal(expected, loss, 1e-5 * Math.Max(1, Math.Abs(expected)));
            Close(outputs, predictions, trial);
            Close(slopes, gradients, trial);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Does_not_depend_on_threads(int units)
    {
        int before = get_num_threads();
        try
        {
            var net = new Net(new Random(3), [70, 130, 90, units], 130);
            set_num_threads(1);
            (double loss, float[] gradients, float[] predictions) = net.Run(Lanes.Count);
            foreach (int threads in new[] { 2, 4 })
            {
                set_num_threads(threads);
                (double again, float[] others, float[] outputs) = net.Run(Lanes.Count);
                Assert.Equal(loss, again);
                Assert.Equal(gradients, others);
                Assert.Equal(predictions, outputs);
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>A layer that the fused step does not know sends the twin through the ordinary one: both must train alike, and count alike.</summary>
    [Theory]
    [InlineData("mse", "adam")]
    [InlineData("huber", "rmsprop")]
    [InlineData("binary_crossentropy", "sgd")]
    [InlineData("sparse_categorical_crossentropy", "adamw")]
    public void Trains_as_the_ordinary_step_does(string loss, string optimizer)
    {
        var random = new Random(5);
        float[,] x = new float[101, 7];
        float[] y = new float[101], weights = new float[101];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < 7; j++) x[i, j] = random.NextSingle() - 0.5f;
            y[i] = loss.StartsWith("sparse", StringComparison.Ordinal) ? random.Next(3) : loss.StartsWith("binary", StringComparison.Ordinal) ? random.Next(2) : random.NextSingle();
            weights[i] = random.NextSingle() + 0.5f;
        }
        (History history, float[][] kernels) = Train(false);
        (History other, float[][] others) = Train(true);
        foreach (string figure in other.Names)
            for (int epoch = 0; epoch < 3; epoch++) Assert.Equal(other[figure][epoch], history[figure][epoch], 1e-5);
        for (int i = 0; i < kernels.Length; i++)
            for (int j = 0; j < kernels[i].Length; j++) Assert.Equal(others[i][j], kernels[i][j], 2e-5f);

        (History, float[][]) Train(bool ordinary)
        {
            Seeds.Set(11);
            bool sparse = loss.StartsWith("sparse", StringComparison.Ordinal);
            var model = new Sequential { new Input(7), new Dense(20, Activation.Relu), new Dense(9, Activation.Tanh) };
            if (ordinary) model.Add(new ActivationLayer(Activation.Linear));
            model.Add(sparse ? new Dense(3, Activation.Softmax) : loss.StartsWith("binary", StringComparison.Ordinal) ? new Dense(1, Activation.Sigmoid) : new Dense(1));
            Loss known = loss switch { "mse" => Loss.MeanSquaredError, "huber" => Loss.Huber, "binary_crossentropy" => Loss.BinaryCrossentropy, _ => Loss.SparseCategoricalCrossentropy };
            Optimizer rule = optimizer switch { "adam" => new Adam(0.01) { ClipNorm = 0.5 }, "rmsprop" => new RMSprop(0.01), "sgd" => new SGD(0.1) { Momentum = 0.9 }, _ => new AdamW(0.01) };
            model.Compile(rule, known, sparse || loss.StartsWith("binary", StringComparison.Ordinal) ? [Metric.Accuracy] : [Metric.MeanAbsoluteError]);
            History history = model.Fit(x, y, epochs: 3, batchSize: 32, verbose: Verbosity.Silent, sampleWeight: weights);
            return (history, model.GetWeights());
        }
    }

    [Fact]
    public void A_net_of_very_many_outputs_takes_the_ordinary_step()
    {
        var model = new Sequential { new Input(1), new Dense(1_500_000, Activation.Linear) { UseBias = false } };
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        float[,] x = { { 1 } }, y = new float[1, 1_500_000];
        Assert.True(double.IsFinite(model.Fit(x, y, verbose: Verbosity.Silent)["loss"][0]));
    }

    private static void Close(double[] expected, float[] actual, int trial)
    {
        double largest = Math.Max(1e-3, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"Net {trial}, value {i}: {actual[i]:R} instead of {expected[i]:R}.");
    }

    private sealed class Net
    {
        private readonly int[] _sizes;
        private readonly int _samples, _loss;
        private readonly int[] _activations;
        private readonly DenseLink[] _links;
        private readonly float[] _values, _x, _y;
        private readonly float[]? _weights;

        // One unit often, which has a way of its own.
        public Net(Random random) : this(random, [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(4) == 0 ? 1 : random.Next(1, 71))], random.Next(1, 71)) { }

        public Net(Random random, int[] sizes, int samples)
        {
            (_sizes, _samples, _loss) = (sizes, samples, random.Next(Losses.Length));
            if (Losses[_loss].Kernel.Kind == DenseLossKind.SparseCategoricalCrossentropy && sizes[^1] == 1) sizes[^1] = 2;
            _activations = [.. sizes.Skip(1).Select(_ => random.Next(Activations.Length))];
            int length = 0;
            _links = new DenseLink[sizes.Length - 1];
            for (int l = 0; l < _links.Length; l++)
            {
                int kernel = length, bias = random.Next(4) == 0 ? -1 : kernel + (sizes[l] * sizes[l + 1] + 15) / 16 * 16;
                length = (bias < 0 ? kernel + sizes[l] * sizes[l + 1] : bias + sizes[l + 1]) + 15;
                length = length / 16 * 16;
                bool isLast = l == _links.Length - 1;
                _links[l] = new DenseLink(sizes[l], sizes[l + 1], isLast && Losses[_loss].Last is not null ? DenseActivation.Linear : Activations[_activations[l]].Kernel, kernel, bias);
            }
            _values = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            _x = [.. Enumerable.Range(0, samples * sizes[0]).Select(_ => random.NextSingle() - 0.5f)];
            int outputs = sizes[^1];
            _y = [.. Enumerable.Range(0, samples * Losses[_loss].Kernel.Targets(outputs)).Select(_ => Losses[_loss].Kernel.Kind switch
            {
                DenseLossKind.SparseCategoricalCrossentropy => random.Next(outputs),
                DenseLossKind.BinaryCrossentropy => random.Next(2),
                _ => random.NextSingle() - 0.5f,
            })];
            _weights = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, samples).Select(_ => random.NextSingle())];
        }

        public unsafe (double Loss, float[] Gradients, float[] Predictions) Run(int lanes)
        {
            using var chain = new DenseChain(_links, Losses[_loss].Kernel, lanes);
            float[] gradients = new float[_values.Length], predictions = new float[_samples * _sizes[^1]];
            fixed (float* values = _values, slopes = gradients, x = _x, y = _y, weights = _weights, outputs = predictions)
                return (chain.Run(values, slopes, _samples, x, y, weights, outputs, 1), gradients, predictions);
        }

        public (double Loss, double[] Gradients, double[] Predictions) Reference()
        {
            Tensor flow = tensor(_x, _samples, _sizes[0]).to(float64);
            var parts = new List<(int Offset, Tensor Weight)>();
            for (int l = 0; l < _links.Length; l++)
            {
                DenseLink link = _links[l];
                Tensor kernel = Part(link.Kernel, link.Inputs, link.Outputs);
                flow = flow.matmul(kernel);
                if (link.Bias >= 0) flow += Part(link.Bias, link.Outputs);
                flow = (l == _links.Length - 1 ? Losses[_loss].Last ?? Activations[_activations[l]].Activation : Activations[_activations[l]].Activation).Apply(flow);
            }
            int targets = _y.Length / _samples;
            Tensor y = Losses[_loss].Kernel.Kind == DenseLossKind.SparseCategoricalCrossentropy ? tensor(_y) : tensor(_y, _samples, targets).to(float64);
            Tensor loss = Losses[_loss].Loss.Compute(y, flow, _weights is null ? null : tensor(_weights).to(float64));
            loss.backward();
            double[] gradients = new double[_values.Length];
            foreach ((int offset, Tensor weight) in parts) weight.grad!.flatten().data<double>().ToArray().CopyTo(gradients, offset);
            return (loss.ToDouble(), gradients, flow.detach().flatten().data<double>().ToArray());

            Tensor Part(int offset, params long[] shape)
            {
                int count = (int)shape.Aggregate((a, b) => a * b);
                Tensor part = tensor(_values[offset..(offset + count)], shape).to(float64).requires_grad_(true);
                parts.Add((offset, part));
                return part;
            }
        }
    }
}
