using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Tests.Models;

public class ActivationTests
{
    private static readonly float[,] X = { { 1, -2 }, { 3, 4 }, { -5, 6 } };

    [Fact]
    public void Activations_of_a_layer_are_what_it_computes()
    {
        var model = new Sequential { new Input(2), new Dense(2) { Name = "hidden", UseBias = false }, new ActivationLayer(Activation.Relu) { Name = "relu" }, new Dense(1) { Name = "out", UseBias = false } };
        model.SetWeights([[1, 2, 3, 4], [1, 1]]);
        Assert.Equal([-5f, -6, 15, 22, 13, 14], model.Activations(X, "hidden").ToArray());
        Assert.Equal([0f, 0, 15, 22, 13, 14], model.Activations(X, "relu", batchSize: 2).ToArray());
        Assert.Equal(model.Predict(X).ToArray(), model.Activations(X, "out").ToArray());
        Assert.Equal(["input_layer", "hidden", "relu", "out"], model.GetGraph().Calls.Select(call => call.Layer.Name));
    }

    [Fact]
    public void Each_call_of_a_shared_layer_has_its_own()
    {
        SymbolicTensor input = Input.Tensor(2);
        var shared = new Dense(2) { Name = "shared", UseBias = false };
        SymbolicTensor once = shared.Apply(input);
        var model = new Model(input, shared.Apply(once));
        model.SetWeights([[0, 1, 2, 0]]);
        Dataset data = Dataset.From([X], []);
        Assert.Equal([-4f, 1, 8, 3, 12, -5], model.Activations(data, "shared")[0].ToArray());
        Assert.Equal(model.Predict(X).ToArray(), model.Activations(data, "shared", call: 1)[0].ToArray());
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => model.Activations(data, "shared", call: 2)).Message, StringComparison.Ordinal);
        ModelGraph graph = model.GetGraph();
        Assert.Same(graph.Calls[1].Outputs[0], graph.Calls[2].Inputs[0]);
        Assert.Same(graph.Outputs[0], graph.Calls[2].Outputs[0]);
    }

    [Fact]
    public void An_unknown_layer_is_named_with_those_there_are()
    {
        var model = new Sequential { new Input(2), new Dense(1) };
        Assert.Contains("dense", Assert.Throws<ArgumentException>(() => model.Activations(X, "hidden")).Message, StringComparison.Ordinal);
    }
}
