using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class BidirectionalTests
{
    // The counts Keras prints for the networks of the course.
    [Fact]
    public void Parameters()
    {
        Assert.Equal(4_001, new Sequential { new Input(120, 14), new Bidirectional(new LSTM(16)), new Dense(1) }.ParameterCount);
        Assert.Equal(5_194_049, new Sequential
        {
            new Input(600), new Embedding(20_000, 256), new Bidirectional(new LSTM(32)), new Dropout(0.5f), new Dense(1, Activation.Sigmoid),
        }.ParameterCount);
        Assert.Equal(5_128_513, new Sequential { new Input(600, 20_000), new Bidirectional(new LSTM(32)), new Dropout(0.5f), new Dense(1, Activation.Sigmoid) }.ParameterCount);
    }

    [Fact]
    public void Reads_what_Keras_writes()
    {
        string Layer(string name, string backwards) => $$"""
            {"module": "keras.layers", "class_name": "LSTM", "registered_name": null, "build_config": {"input_shape": [null, 120, 14]}, "config":
            {"name": "{{name}}", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null},
            "return_sequences": true, "return_state": false, "go_backwards": {{backwards}}, "stateful": false, "unroll": false, "zero_output_for_mask": true, "units": 16,
            "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": true,
            "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null}, "registered_name": null},
            "recurrent_initializer": {"module": "keras.initializers", "class_name": "Orthogonal", "config": {"seed": null, "gain": 1.0}, "registered_name": null},
            "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}, "unit_forget_bias": true,
            "kernel_regularizer": null, "recurrent_regularizer": null, "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null,
            "recurrent_constraint": null, "bias_constraint": null, "dropout": 0.25, "recurrent_dropout": 0.0, "seed": null} }
            """;
        JsonNode saved = JsonNode.Parse($$"""
            {"module": "keras.layers", "class_name": "Bidirectional", "registered_name": null, "config": {"name": "both", "trainable": true,
            "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "merge_mode": "ave",
            "layer": {{Layer("forward_lstm", "false")}}, "backward_layer": {{Layer("backward_lstm", "true")}} } }
            """)!;
        Bidirectional layer = Assert.IsType<Bidirectional>(KerasRegistry.Deserialize<Layer>(saved));
        Assert.Equal(("both", MergeMode.Average), (layer.Name, layer.MergeMode));
        Assert.Equal(("forward_lstm", false, true), (layer.ForwardLayer.Name, layer.ForwardLayer.GoBackwards, layer.ForwardLayer.ZeroOutputForMask));
        Assert.Equal(("backward_lstm", true, 16, 0.25f), (layer.BackwardLayer.Name, layer.BackwardLayer.GoBackwards, ((LSTM)layer.BackwardLayer).Units, ((LSTM)layer.BackwardLayer).Dropout));
        // Whatever Keras writes of the layers inside, this writes too, but for the seed of their random numbers.
        JsonObject wanted = saved["config"]!["layer"]!["config"]!.AsObject(), got = layer.ForwardLayer.GetConfig();
        Assert.Empty(wanted.Select(option => option.Key).Except(got.Select(option => option.Key)).Except(["seed", "activity_regularizer"]));
        Assert.Null(((JsonObject)new Bidirectional(new GRU(3)) { MergeMode = MergeMode.None }.GetConfig())["merge_mode"]);
    }

    [Fact]
    public void Layers_that_do_not_go_together_are_refused()
    {
        Assert.Contains("GoBackwards False", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(3), new LSTM(3))).Message, StringComparison.Ordinal);
        Assert.Contains("GoBackwards True", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(3) { GoBackwards = true })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "differ in ReturnSequences", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(3) { ReturnSequences = true }, new LSTM(3) { GoBackwards = true })).Message, StringComparison.Ordinal);
        var uneven = new Bidirectional(new LSTM(3), new LSTM(4) { GoBackwards = true }) { MergeMode = MergeMode.Sum };
        Assert.Contains("cannot merge outputs of shapes (None, 3) and (None, 4)", Assert.Throws<ShapeException>(() => uneven.ComputeOutputShapes([[5, 2]])).Message, StringComparison.Ordinal);
        Assert.Contains("got 2 inputs", Assert.Throws<ShapeException>(() => new Bidirectional(new GRU(3)).ComputeOutputShapes([[5, 2], [3]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void States_of_both_directions_are_carried_and_forgotten()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(4);
        var layer = new Bidirectional(new GRU(3) { Stateful = true });
        Tensor x = randn(2, 4, 3);
        float[] Run() => layer.Forward(x, CallContext.Infer).data<float>().ToArray();
        float[] first = Run(), second = Run();
        for (int i = 0; i < first.Length; i++) Assert.NotEqual(first[i], second[i]);
        layer.ResetState();
        Assert.Equal(first, Run());
    }
}
