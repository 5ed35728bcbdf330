using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

/// <summary>
/// What every layer must satisfy, in one call: weights as Keras names and shapes them, shape inference, values and gradients against PyTorch, gradients
/// against finite differences, the configuration there and back, shared use, a saved model, and a training that lowers the loss.
/// </summary>
internal static class LayerHarness
{
    private const double Tolerance = 1e-5;

    /// <summary>Checks a layer against a case of the fixtures.</summary>
    /// <param name="name">The case; a weight of an inner layer is named with its layer, <c>query/kernel</c>.</param>
    /// <param name="make">Makes the layer.</param>
    /// <param name="names">Whether the inputs are names, such as tokens, along which there are no gradients.</param>
    public static void Check(string name, Func<Layer> make, bool names = false)
    {
        var expected = new LayerCase(name);
        using var scope = NewDisposeScope();
        Layer layer = make();
        Tensor[] inputs = [.. expected.Inputs.Select(input => input.ToTensor().requires_grad_(!names))];
        if (expected.Mask is { } mask) Masks.Attach(inputs[0], mask);
        layer.Build([.. inputs.Select(SampleShape)]);
        // Weights of inner layers stand in the file as layer/kernel.
        Assert.Equal(expected.Weights.Select(weight => weight.Name[(weight.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]), layer.Weights.Select(weight => weight.Name));
        foreach ((LayerCase.NamedArray wanted, Weight weight) in expected.Weights.Zip(layer.Weights))
        {
            Assert.Equal(wanted.Shape, weight.Shape.ToArray().Select(axis => (long)axis));
            weight.Assign(wanted.Values);
        }

        Tensor[] outputs = [.. layer.Forward(inputs, CallContext.Train)];
        Assert.Equal(layer.ComputeOutputShapes(layer.InputShapes), outputs.Select(SampleShape));
        foreach ((LayerCase.NamedArray wanted, Tensor output) in expected.Outputs.Zip(outputs)) Close($"{name} output", wanted, output);
        Tensor[] upstream = [.. expected.OutputGradients.Select(gradient => gradient.ToTensor())];
        Tensor[] leaves = [.. names ? [] : inputs, .. layer.Weights.Where(weight => weight.IsTrainable).Select(weight => weight.Value)];
        Tensor[] gradients = leaves.Length > 0 ? [.. autograd.grad(outputs, leaves, upstream)] : [];
        LayerCase.NamedArray[] wantedGradients = [.. expected.InputGradients, .. expected.WeightGradients];
        // A gradient all of whose terms cancel, such as that of a bias of keys under a softmax, is as exact as the terms are.
        double largest = wantedGradients.SelectMany(gradient => gradient.Values).Append(0).Max(Math.Abs);
        foreach ((LayerCase.NamedArray wanted, Tensor gradient) in wantedGradients.Zip(gradients))
            Close($"{name} gradient of {wanted.Name}", wanted, gradient, Array.TrueForAll(wanted.Values, value => Math.Abs(value) < 1e-12f) ? largest : 0);

        if (leaves.Length > 0)
        {
            FiniteDifferences(layer, inputs, leaves, gradients, upstream);
            SharedUse(layer, inputs, leaves, gradients, upstream);
        }
        Configuration(layer, inputs, outputs);
        NothingMasked(layer, inputs, outputs);
        LowPrecision(layer, inputs, outputs);
        if (inputs.Length == 1) SavingAndTraining(layer, inputs[0].detach());
        else Saving(layer, inputs);
    }

    /// <summary>What a layer of noise must satisfy, whose values in training nobody can foresee: outside of training it is the identity, masks and precision as everywhere.</summary>
    public static void CheckNoise(Func<Layer> make, params long[] shape)
    {
        using var scope = NewDisposeScope();
        Layer layer = make();
        Tensor input = randn(shape).requires_grad_(true);
        Tensor quiet = layer.Forward(input, CallContext.Infer), noisy = layer.Forward(input, CallContext.Train);
        Assert.Equal(layer.ComputeOutputShapes(layer.InputShapes), [SampleShape(noisy)]);
        Assert.True(quiet.equal(input).all().ToBoolean(), $"{layer.Name}: not the identity outside of training");
        Assert.True(autograd.grad([quiet.sum()], [input])[0].equal(ones(shape)).all().ToBoolean(), $"{layer.Name}: gradient outside of training");
        Assert.True(autograd.grad([noisy.sum()], [input])[0].isfinite().all().ToBoolean(), $"{layer.Name}: gradient in training");
        if (shape.Length == 3)
        {
            Tensor mask = rand(shape[..2]).gt(0.5);
            Assert.True(Masks.Of(layer.Forward(Masks.Attach(input.detach().clone(), mask), CallContext.Train))!.equal(mask).all().ToBoolean(), $"{layer.Name}: the mask is lost");
        }
        Layer rough = make();
        rough.DTypePolicy = DTypePolicy.MixedBFloat16;
        Assert.Equal(bfloat16, rough.Forward(input, CallContext.Train).dtype);
        SavingAndTraining(layer, input.detach());
    }

    private static void FiniteDifferences(Layer layer, Tensor[] inputs, Tensor[] leaves, Tensor[] gradients, Tensor[] upstream)
    {
        const float Step = 1e-3f;
        using var quiet = no_grad();
        manual_seed(11);
        Tensor[] directions = [.. leaves.Select(leaf => randn_like(leaf))];
        double along = directions.Zip(gradients, (direction, gradient) => (direction * gradient).sum().item<float>()).Sum();
        double scale = Math.Sqrt(gradients.Sum(gradient => gradient.square().sum().item<float>())) * Math.Sqrt(directions.Sum(direction => direction.square().sum().item<float>()));
        Move(Step);
        double above = Loss();
        Move(-2 * Step);
        double below = Loss();
        Move(Step);
        double slope = (above - below) / (2 * Step);
        Assert.True(Math.Abs(slope - along) <= 2e-3 * scale, $"{layer.Name}: gradient along a direction {along}, finite difference {slope}");

        void Move(float step)
        {
            foreach ((Tensor leaf, Tensor direction) in leaves.Zip(directions)) _ = leaf.add_(direction * step);
        }

        double Loss() => layer.Forward(inputs, CallContext.Train).Zip(upstream, (output, gradient) => (output.to(float64) * gradient).sum().item<double>()).Sum();
    }

    private static void SharedUse(Layer layer, Tensor[] inputs, Tensor[] leaves, Tensor[] gradients, Tensor[] upstream)
    {
        Tensor[] twice = [.. layer.Forward(inputs, CallContext.Train), .. layer.Forward(inputs, CallContext.Train)];
        // As exact as the largest terms are, also where they cancel.
        double exact = 1e-5 * Math.Max(1, gradients.Max(gradient => gradient.abs().max().ToDouble()));
        foreach ((Tensor sum, Tensor once) in autograd.grad(twice, leaves, [.. upstream, .. upstream]).Zip(gradients))
            Assert.True(sum.allclose(once * 2, 1e-4, exact), $"{layer.Name}: two uses do not give twice the gradient of one, but {(sum - once * 2).abs().max().ToDouble():G3} off where the largest value is {sum.abs().max().ToDouble():G3}");
    }

    private static void Configuration(Layer layer, Tensor[] inputs, Tensor[] outputs)
    {
        JsonNode text = JsonNode.Parse(KerasRegistry.Serialize(layer, "keras.layers")!.ToJsonString())!;
        Layer again = KerasRegistry.Deserialize<Layer>(text)!;
        Assert.Equal(layer.GetType(), again.GetType());
        Assert.Equal(layer.GetConfig().ToJsonString(), again.GetConfig().ToJsonString());
        again.Build(layer.InputShapes);
        foreach ((Weight weight, Weight copy) in layer.Weights.Zip(again.Weights)) copy.Assign(weight.ToArray());
        foreach ((Tensor output, Tensor copy) in outputs.Zip(again.Forward(inputs, CallContext.Train)))
            Assert.True(copy.allclose(output, 1e-4, 1e-5), $"{layer.Name}: made again from its configuration it computes something else");
    }

    // A mask that is true everywhere changes nothing, and stays so where it is handed on.
    private static void NothingMasked(Layer layer, Tensor[] inputs, Tensor[] outputs)
    {
        if (inputs.Any(input => input.ndim < 3 || Masks.Of(input) is not null)) return;
        using var quiet = no_grad();
        Tensor[] masked = [.. inputs.Select(input => Masks.Attach(input.detach().clone(), ones(input.shape[..2], dtype: ScalarType.Bool)))];
        foreach ((Tensor output, Tensor plain) in layer.Forward(masked, CallContext.Train).Zip(outputs))
        {
            Assert.True(output.allclose(plain, 1e-4, 1e-5), $"{layer.Name}: a mask that masks nothing changes the output");
            if (Masks.Of(output) is Tensor mask) Assert.True(mask.all().ToBoolean(), $"{layer.Name}: a mask that masks nothing became one that does");
        }
    }

    private static void LowPrecision(Layer layer, Tensor[] inputs, Tensor[] outputs)
    {
        Layer rough = KerasRegistry.Deserialize<Layer>(KerasRegistry.Serialize(layer, "keras.layers"))!;
        rough.DTypePolicy = DTypePolicy.MixedBFloat16;
        rough.Build(layer.InputShapes);
        foreach ((Weight weight, Weight copy) in layer.Weights.Zip(rough.Weights)) copy.Assign(weight.ToArray());
        Assert.Equal("mixed_bfloat16", (string?)rough.GetConfig()["dtype"]!["config"]!["name"]);
        foreach ((Tensor output, Tensor fine) in rough.Forward(inputs, CallContext.Train).Zip(outputs))
        {
            double scale = Math.Max(1e-6, fine.abs().max().ToDouble()), off = (output.to(float32) - fine).abs().max().ToDouble();
            Assert.True(off <= 0.05 * scale, $"{layer.Name}: in bfloat16 off by {off:G3} where the largest value is {scale:G3}");
        }
    }

    // Through a file, bit by bit; with several inputs, where nothing is trained.
    private static void Saving(Layer layer, Tensor[] inputs)
    {
        Layer copy = KerasRegistry.Deserialize<Layer>(KerasRegistry.Serialize(layer, "keras.layers"))!;
        SymbolicTensor[] starts = [.. inputs.Select(input => Input.Tensor([.. SampleShape(input)]))];
        var model = new Model(starts, copy.ApplyAll(starts));
        foreach ((Weight weight, Weight own) in layer.Weights.Zip(copy.Weights)) own.Assign(weight.ToArray());
        Samples[] x = [.. inputs.Select(input => (Samples)input.detach())];
        ThroughAFile(model, again => [.. again.Predict(Dataset.From(x, []).Batch(64)).Select(output => output.ToArray())]);
    }

    private static void ThroughAFile(Model model, Func<Model, float[][]> predict)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            Model loaded = Model.Load(path);
            Assert.Equal(model.GetWeights(), loaded.GetWeights());
            Assert.Equal(predict(model), predict(loaded));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void SavingAndTraining(Layer layer, Tensor input)
    {
        Seeds.Set(3);
        SymbolicTensor start = Input.Tensor([.. SampleShape(input)]);
        Layer copy = KerasRegistry.Deserialize<Layer>(KerasRegistry.Serialize(layer, "keras.layers"))!;
        SymbolicTensor end = copy.ApplyAll(start)[0];
        end = new Dense(1).Apply(end.Shape.Count > 1 ? new Flatten().Apply(end) : end);
        var model = new Model(start, end);
        model.Compile(new Adam(0.003), Fathom.Loss.MeanSquaredError);
        Samples x = input;
        float[] y = [.. Enumerable.Range(0, (int)input.shape[0]).Select(i => i % 2 == 0 ? 0.5f : -0.5f)];
        History history = model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0], $"{layer.Name}: training did not lower the loss");
        ThroughAFile(model, again => [again.Predict(x).ToArray()]);
    }

    private static void Close(string what, LayerCase.NamedArray wanted, Tensor got, double least = 0)
    {
        Assert.Equal(wanted.Shape, got.shape);
        float[] values = got.detach().contiguous().data<float>().ToArray();
        double scale = Math.Max(wanted.Values.Max(Math.Abs), Math.Max(least, 1e-6)), worst = values.Zip(wanted.Values, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(worst <= Tolerance * scale, $"{what}: off by {worst:G3} where the largest value is {scale:G3}");
    }

    private static Shape SampleShape(Tensor batch) => new([.. batch.shape.Skip(1).Select(axis => (int)axis)]);
}
