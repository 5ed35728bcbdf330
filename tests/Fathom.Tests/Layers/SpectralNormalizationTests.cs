using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class SpectralNormalizationTests
{
    [Fact]
    public void The_largest_singular_value_becomes_one()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(3);
        var layer = new SpectralNormalization(new Dense(4), powerIterations: 200);
        layer.Build([[5]]);
        Tensor kernel = tensor(layer.OwnWeights[0].ToArray(), [5, 4]).to(float64);
        Tensor expected = kernel / linalg.svdvals(kernel)[0];
        _ = layer.Forward(ones(2, 5), CallContext.Train);
        Tensor got = tensor(layer.OwnWeights[0].ToArray(), [5, 4]).to(float64);
        Assert.True(got.allclose(expected, 1e-5, 1e-6));
        Assert.Equal(["kernel", "vector_u"], layer.OwnWeights.Select(weight => weight.Name));
        Assert.Equal(["kernel", "vector_u", "bias"], layer.Weights.Select(weight => weight.Name));
        Assert.Equal(5 * 4 + 4 + 4, layer.ParameterCount);
    }

    [Fact]
    public void One_iteration_is_the_closed_form()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Dense(2) { UseBias = false });
        layer.Build([[2]]);
        layer.OwnWeights[0].Assign([3, 0, 0, 4]);
        layer.OwnWeights[1].Assign([1, 1]);
        // v = (3, 4) / 5, u = (9, 16) / √337, σ = v · W · u = 5 · … = (27 · 3 + 64 · 4) / (5 √337).
        Tensor output = layer.Forward(tensor(new float[] { 1, 1 }, [1, 2]), CallContext.Train);
        double sigma = (81 + 256) / (5 * Math.Sqrt(337));
        Assert.Equal(3 / sigma, output.data<float>().ToArray()[0], 1e-6);
        Assert.Equal(4 / sigma, output.data<float>().ToArray()[1], 1e-6);
        Assert.Equal(9 / Math.Sqrt(337), layer.OwnWeights[1].ToArray()[0], 1e-6);
    }

    [Fact]
    public void Kernels_of_zeros_and_calls_outside_training_change_nothing()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Dense(2));
        layer.Build([[3]]);
        float[] kernel = layer.OwnWeights[0].ToArray(), u = layer.OwnWeights[1].ToArray();
        _ = layer.Forward(ones(1, 3), CallContext.Infer);
        Assert.Equal(kernel, layer.OwnWeights[0].ToArray());
        layer.OwnWeights[0].Assign(new float[6]);
        _ = layer.Forward(ones(1, 3), CallContext.Train);
        Assert.Equal(new float[6], layer.OwnWeights[0].ToArray());
        Assert.Equal(u, layer.OwnWeights[1].ToArray());
    }

    [Fact]
    public void Gradients_of_two_calls_are_those_of_the_kernels_each_call_saw()
    {
        using var scope = NewDisposeScope();
        var layer = new SpectralNormalization(new Dense(2) { UseBias = false });
        layer.Build([[2]]);
        layer.OwnWeights[0].Assign([3, 1, 0, 4]);
        Tensor first = tensor(new float[] { 1, 2 }, [1, 2]).requires_grad_(true), second = tensor(new float[] { 3, -1 }, [1, 2]);
        Tensor once = layer.Forward(first, CallContext.Train);
        float[] seen = layer.OwnWeights[0].ToArray();
        Tensor twice = layer.Forward(second, CallContext.Train);
        IList<Tensor> gradients = autograd.grad([once.sum(), twice.sum()], [first, layer.OwnWeights[0].Value]);
        Assert.NotEqual(seen, layer.OwnWeights[0].ToArray());
        Assert.Equal([seen[0] + seen[1], seen[2] + seen[3]], gradients[0].data<float>().ToArray());
        Assert.Equal([4f, 4, 1, 1], gradients[1].data<float>().ToArray());
    }

    [Fact]
    public void It_trains_and_is_saved_as_Keras_lays_it_out()
    {
        Seeds.Set(2);
        var wrapped = new SpectralNormalization(new Conv1D(3, 2, Activation.Tanh));
        var model = new Sequential { new Input(4, 2), wrapped, new Flatten(), new Dense(1) };
        model.Compile(new Adam(0.01), Fathom.Loss.MeanSquaredError);
        float[,,] x = new float[6, 4, 2];
        for (int i = 0; i < x.Length; i++) x[i / 8, i / 2 % 4, i % 2] = (float)Math.Sin(i);
        History history = model.Fit(x, new float[] { 1, -1, 1, -1, 1, -1 }, epochs: 20, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            Model loaded = Model.Load(path);
            Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
            Assert.Equal(wrapped.GetConfig().ToJsonString(), loaded.Layers[^3].GetConfig().ToJsonString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_layer_without_a_kernel_is_refused() =>
        Assert.Contains("neither a kernel nor embeddings", Assert.Throws<ShapeException>(() => new SpectralNormalization(new Flatten()).Build([[2, 2]])).Message, StringComparison.Ordinal);
}
