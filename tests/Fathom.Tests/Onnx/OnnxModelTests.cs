using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;
using Microsoft.ML.OnnxRuntime;
using static Fathom.Tests.Onnx.OnnxRuntime;

namespace Fathom.Tests.Onnx;

/// <summary>Graphs of layers as ONNX Runtime computes them, and what cannot be exported.</summary>
public class OnnxModelTests
{
    [Fact]
    public void Merging()
    {
        SymbolicTensor one = Input.Tensor(Shape.Unknown, 4), other = Input.Tensor(Shape.Unknown, 4), row = Input.Tensor(4);
        foreach (Layer layer in (Layer[])[new Add(), new Average(), new Multiply(), new Maximum(), new Minimum(), new Concatenate(), new Concatenate { Axis = 1 }, new Dot(2)])
            Check(new Model([one, other], [layer.Apply(one, other)]));
        foreach (Layer layer in (Layer[])[new Add(), new Subtract(), new Maximum()]) Check(new Model([one, row], [layer.Apply(one, row)]));
        SymbolicTensor left = Input.Tensor(3, 5), right = Input.Tensor(5, 2), column = Input.Tensor(4);
        Check(new Model([left, right], [new Dot(2, 1).Apply(left, right)]));
        Check(new Model([row, column], [new Dot(1) { Normalize = true }.Apply(row, column)]));
        SymbolicTensor tokens = Input.Tensor(Shape.Unknown);
        SymbolicTensor words = new Embedding(6, 4) { MaskZero = true }.Apply(tokens), names = new Embedding(6, 4) { MaskZero = true }.Apply(tokens);
        foreach (Layer layer in (Layer[])[new Add(), new Concatenate(), new Concatenate { Axis = 1 }])
            Check(new Model(tokens, new GlobalAveragePooling1D().Apply(layer.Apply(words, names))), random => random.Next(6));
    }

    [Fact]
    public void Residual_network()
    {
        SymbolicTensor image = Input.Tensor(12, 10, 3);
        SymbolicTensor x = new BatchNormalization().Apply(new Conv2D(6, 3) { Padding = WindowPadding.Same }.Apply(image));
        SymbolicTensor y = new Conv2D(6, 3) { Padding = WindowPadding.Same }.Apply(new ReLU().Apply(x));
        x = new ActivationLayer(Activation.Relu).Apply(new Add().Apply(x, new BatchNormalization().Apply(y)));
        SymbolicTensor wide = new Concatenate().Apply(new MaxPooling2D().Apply(x), new AveragePooling2D().Apply(x));
        var model = new Model(image, new Dense(5, Activation.Softmax).Apply(new GlobalAveragePooling2D().Apply(new Dropout(0.5f).Apply(wide))));
        Check(model);
    }

    [Fact]
    public void Transposes_between_neighbours_vanish()
    {
        var model = new Sequential { new Input(12, 10, 3), new Conv2D(6, 3, Activation.Relu), new BatchNormalization(), new MaxPooling2D(), new LeakyReLU(), new Conv2D(4, 3), new GlobalAveragePooling2D(), new Dense(2) };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        model.ExportOnnx(path);
        byte[] file = File.ReadAllBytes(path);
        File.Delete(path);
        // One at the entrance, none afterwards: a node names its operation in field 4, nine letters long.
        Assert.Equal(1, Count(file, [0x22, 9, .. "Transpose"u8]));
        Assert.Equal(2, Count(file, [0x22, 4, .. "Conv"u8]));
    }

    [Fact]
    public void Shared_layers_submodels_several_inputs_and_outputs()
    {
        SymbolicTensor first = Input.Tensor(Shape.Unknown, 4), second = Input.Tensor(Shape.Unknown, 4);
        var tower = new Sequential("tower") { new Input(Shape.Unknown, 4), new Conv1D(5, 3, Activation.Relu), new GlobalMaxPooling1D() };
        SymbolicTensor inner = Input.Tensor(5), hidden = new Dense(3, Activation.Tanh).Apply(inner);
        var head = new Model([inner], [hidden, new Dense(2).Apply(hidden)], "head");
        IReadOnlyList<SymbolicTensor> one = head.ApplyAll(tower.Apply(first)), two = head.ApplyAll(tower.Apply(second));
        SymbolicTensor apart = new Subtract().Apply(one[0], two[0]);
        Check(new Model([first, second], [apart, one[1], two[1], apart, first]));
    }

    [Fact]
    public void Transformer_block()
    {
        SymbolicTensor tokens = Input.Tensor(Shape.Unknown);
        SymbolicTensor x = new Embedding(9, 8).Apply(tokens);
        x = new LayerNormalization().Apply(new Add().Apply(x, new MultiHeadAttention(2, 4) { UseCausalMask = true }.Apply(x, x)));
        x = new RMSNormalization().Apply(new Add().Apply(x, new Dense(8).Apply(new Dense(16, Activation.Gelu).Apply(x))));
        Check(new Model(tokens, new Dense(9, Activation.Softmax).Apply(x)), random => random.Next(9));
    }

    [Fact]
    public void Names_and_open_axes()
    {
        SymbolicTensor prices = new Input(Shape.Unknown, 4) { Name = "prices" }.Tensor();
        var model = new Model(prices, new Dense(2) { Name = "signal" }.Apply(prices));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        Assert.InRange(model.ExportOnnx(path, Run), 0, 1e-4);
        using var session = new InferenceSession(path);
        File.Delete(path);
        Assert.Equal(["prices"], session.InputNames);
        Assert.Equal(["signal"], session.OutputNames);
        Assert.Equal([-1, -1, 4], session.InputMetadata["prices"].Dimensions);
        Assert.Equal([-1, -1, 2], session.OutputMetadata["signal"].Dimensions);
    }

    [Fact]
    public void A_file_that_differs_is_reported()
    {
        var model = new Sequential { new Input(4), new Dense(2) };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            var error = Assert.Throws<InvalidOperationException>(() => model.ExportOnnx(path, (file, inputs) => [.. Run(file, inputs).Select(values => Array.ConvertAll(values, value => value + 0.001f))]));
            Assert.Contains("value 0 of output 0", error.Message, StringComparison.Ordinal);
            error = Assert.Throws<InvalidOperationException>(() => model.ExportOnnx(path, (_, _) => []));
            Assert.Contains("has 1 outputs but the runner gave 0", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_cannot_be_expressed_is_named()
    {
        Refused("Lambda 'double'", [3], new Lambda(x => x * 2) { Name = "double" });
        Refused("LSTM 'memory' cannot be exported to ONNX: it is stateful", [5, 3], new LSTM(4) { Name = "memory", Stateful = true });
        Refused("its activation 'gelu'", [5, 3], new SimpleRNN(4, Activation.Gelu));
        Refused("a ConvLSTMCell", [5, 4, 4, 3], new ConvLSTM2D(2, 3));
        Refused("its activation 'square'", [5], new Dense(4, Activation.Register("square", x => x * x)));
        Refused("axis 1, which is not known", [-1, 3], new AdaptiveMaxPooling1D(2));
    }

    private static void Refused(string message, Shape shape, params ReadOnlySpan<Layer> layers)
    {
        var model = new Sequential { new Input([.. shape]) };
        foreach (Layer layer in layers) model.Add(layer);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        var error = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    private static int Count(ReadOnlySpan<byte> file, ReadOnlySpan<byte> wanted)
    {
        int count = 0;
        for (int at; (at = file.IndexOf(wanted)) >= 0; file = file[(at + wanted.Length)..]) count++;
        return count;
    }
}
