using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Models;

// What Keras 3 prints for models of its guides "The Functional API" (mnist_model at 92 columns; encoder and toy_resnet at 80) and "The Sequential model".
public class SummaryTests
{
    // Layers of one guide are numbered through; here each model counts for itself, so the guide's names are given.
    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    [Fact]
    public void Mnist_model_of_the_functional_guide()
    {
        SymbolicTensor inputs = new Input(784) { Name = "input_layer_5" }.Tensor();
        SymbolicTensor x = new Dense(64, Activation.Relu) { Name = "dense_10" }.Apply(inputs);
        x = new Dense(64, Activation.Relu) { Name = "dense_11" }.Apply(x);
        var model = new Model(inputs, new Dense(10) { Name = "dense_12" }.Apply(x), "mnist_model");
        Assert.Equal(Lines("""
            Model: "mnist_model"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ input_layer_5 (InputLayer)           │ (None, 784)                 │               0 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dense_10 (Dense)                     │ (None, 64)                  │          50,240 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dense_11 (Dense)                     │ (None, 64)                  │           4,160 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dense_12 (Dense)                     │ (None, 10)                  │             650 │
            └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
             Total params: 55,050 (215.04 KB)
             Trainable params: 55,050 (215.04 KB)
             Non-trainable params: 0 (0.00 B)
            """), Lines(model.ToSummary()));
    }

    [Fact]
    public void Toy_resnet_of_the_functional_guide()
    {
        Assert.Equal(Lines("""
            Model: "toy_resnet"
            ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
            ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
            │ img (InputLayer)    │ (None, 32, 32, 3) │          0 │ -                 │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_8 (Conv2D)   │ (None, 30, 30,    │        896 │ img[0][0]         │
            │                     │ 32)               │            │                   │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_9 (Conv2D)   │ (None, 28, 28,    │     18,496 │ conv2d_8[0][0]    │
            │                     │ 64)               │            │                   │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ max_pooling2d_2     │ (None, 9, 9, 64)  │          0 │ conv2d_9[0][0]    │
            │ (MaxPooling2D)      │                   │            │                   │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_10 (Conv2D)  │ (None, 9, 9, 64)  │     36,928 │ max_pooling2d_2[… │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_11 (Conv2D)  │ (None, 9, 9, 64)  │     36,928 │ conv2d_10[0][0]   │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ add (Add)           │ (None, 9, 9, 64)  │          0 │ conv2d_11[0][0],  │
            │                     │                   │            │ max_pooling2d_2[… │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_12 (Conv2D)  │ (None, 9, 9, 64)  │     36,928 │ add[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_13 (Conv2D)  │ (None, 9, 9, 64)  │     36,928 │ conv2d_12[0][0]   │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ add_1 (Add)         │ (None, 9, 9, 64)  │          0 │ conv2d_13[0][0],  │
            │                     │                   │            │ add[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ conv2d_14 (Conv2D)  │ (None, 7, 7, 64)  │     36,928 │ add_1[0][0]       │
            └─────────────────────┴───────────────────┴────────────┴───────────────────┘
             Total params: 204,032 (797.00 KB)
             Trainable params: 204,032 (797.00 KB)
             Non-trainable params: 0 (0.00 B)
            """), Lines(ToyResNet().ToSummary(lineLength: 76)));
    }

    /// <summary>The guide's model up to its last convolution; the counts below the table are those of that part.</summary>
    private static Model ToyResNet()
    {
        int number = 8;
        SymbolicTensor Conv(int filters, SymbolicTensor x, bool same = false) =>
            new Conv2D(filters, 3, Activation.Relu) { Name = $"conv2d_{number++}", Padding = same ? WindowPadding.Same : WindowPadding.Valid }.Apply(x);
        SymbolicTensor inputs = new Input(32, 32, 3) { Name = "img" }.Tensor();
        SymbolicTensor first = new MaxPooling2D(3) { Name = "max_pooling2d_2" }.Apply(Conv(64, Conv(32, inputs)));
        SymbolicTensor second = new Add().Apply(Conv(64, Conv(64, first, true), true), first);
        SymbolicTensor third = new Add().Apply(Conv(64, Conv(64, second, true), true), second);
        return new Model(inputs, Conv(64, third), "toy_resnet");
    }

    [Fact]
    public void Inner_models_open_on_demand()
    {
        SymbolicTensor inside = new Input(4) { Name = "inside" }.Tensor();
        var encoder = new Model(inside, new Dense(2).Apply(inside), "encoder");
        SymbolicTensor outside = new Input(4) { Name = "outside" }.Tensor();
        var model = new Model(outside, new Dense(1) { Name = "head" }.Apply(encoder.Apply(outside)), "whole");
        Assert.DoesNotContain("└ dense", model.ToSummary(), StringComparison.Ordinal);
        string[] lines = Lines(model.ToSummary(expandNested: true));
        Assert.Contains(lines, line => line.StartsWith("│ encoder (Functional) ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("│    └ inside (InputLayer) ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("│    └ dense (Dense) ", StringComparison.Ordinal) && line.EndsWith("10 │", StringComparison.Ordinal));
    }

    [Fact]
    public void Shared_layers_name_every_call()
    {
        SymbolicTensor left = new Input(3) { Name = "left" }.Tensor(), right = new Input(3) { Name = "right" }.Tensor();
        var shared = new Dense(2) { Name = "shared" };
        var model = new Model([left, right], [new Add().Apply(shared.Apply(left), shared.Apply(right))]);
        string text = model.ToSummary();
        Assert.Contains("left[0][0],", text, StringComparison.Ordinal);
        Assert.Contains("shared[0][0],", text, StringComparison.Ordinal);
        Assert.Contains("shared[1][0]", text, StringComparison.Ordinal);
    }

    // Keras counts two moments per weight, the iterations and the learning rate.
    [Fact]
    public void The_optimizer_stands_apart_from_the_total()
    {
        var model = new Sequential("my_classifier") { new Input(18), new Dense(20, Activation.Relu), new Dense(8, Activation.Relu), new Dense(1, Activation.Sigmoid) };
        model.Compile(new Adam(0.01), Loss.BinaryCrossentropy);
        Assert.DoesNotContain("Optimizer", model.ToSummary(), StringComparison.Ordinal);
        model.Fit(new float[4, 18], new float[4], verbose: Verbosity.Silent);
        Assert.Equal([" Total params: 557 (2.18 KB)", " Trainable params: 557 (2.18 KB)", " Non-trainable params: 0 (0.00 B)", " Optimizer params: 1,116 (4.36 KB)"], Lines(model.ToSummary())[^4..]);
        Assert.Equal(557, model.ParameterCount);
    }

    // For a console that is redirected.
    [Fact]
    public void The_plain_table_is_ascii()
    {
        string text = ToyResNet().Describe(expandNested: false, lineLength: 76, plain: true);
        string[] lines = Lines(text);
        Assert.All(text, letter => Assert.True(char.IsAscii(letter)));
        Assert.Equal("+---------------------+-------------------+------------+-------------------+", lines[1]);
        Assert.Contains("| conv2d_10 (Conv2D)  | (None, 9, 9, 64)  |     36,928 | max_pooling2d_... |", lines);
        Assert.All(lines[1..^3], line => Assert.Equal(76, line.Length));
    }

    [Fact]
    public void A_line_that_is_too_short_is_refused() =>
        Assert.Contains("40", Assert.Throws<ArgumentOutOfRangeException>(() => new Sequential { new Input(1), new Dense(1) }.ToSummary(lineLength: 20)).Message, StringComparison.Ordinal);
}
