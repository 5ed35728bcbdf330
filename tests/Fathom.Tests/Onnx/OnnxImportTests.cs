using System.Buffers.Binary;
using System.IO.Compression;
using Fathom.Layers;
using Fathom.Losses;
using Fathom.Models;
using Fathom.Onnx;
using Fathom.Optimizers;
using Fathom.Saving;
using static Fathom.Tests.Onnx.OnnxFiles;

namespace Fathom.Tests.Onnx;

/// <summary>ONNX files as layers, compared with what ONNX Runtime makes of the same file.</summary>
public class OnnxImportTests
{
    [Fact]
    public void Images()
    {
        var random = new Random(3);
        var values = new Dictionary<string, OnnxTensor>
        {
            ["k1"] = Draw(random, 6, 3, 3, 3), ["b1"] = Draw(random, 6), ["k2"] = Draw(random, 8, 3, 3, 3), ["b2"] = Draw(random, 8, 1, 1), ["k3"] = Draw(random, 8, 1, 3, 3),
            ["gamma"] = Draw(random, 8), ["beta"] = Draw(random, 8), ["mean"] = Draw(random, 8), ["variance"] = OnnxTensor.Of([.. Enumerable.Range(1, 8).Select(i => i / 4f)], 8),
            ["factor"] = Draw(random, 1, 8, 1, 1), ["half"] = OnnxTensor.Of([0.5f]), ["kernel"] = Draw(random, 8, 5), ["bias"] = Draw(random, 5),
        };
        Compare(17, ("image", [-1, 3, 20, 18]), "out", values,
            Node("Conv", "image k1 b1", "c1", ("pads", (int[])[1, 1, 1, 1]), ("strides", (int[])[2, 2]), ("kernel_shape", (int[])[3, 3])),
            Node("Relu", "c1", "r1"),
            Node("MaxPool", "r1", "p1", ("pads", (int[])[1, 1, 1, 1]), ("strides", (int[])[2, 2]), ("kernel_shape", (int[])[3, 3])),
            Node("Conv", "p1 k2", "c2", ("group", 2), ("auto_pad", "SAME_UPPER")),
            Node("Add", "c2 b2", "s2"),
            Node("BatchNormalization", "s2 gamma beta mean variance", "n2"),
            Node("Clip", "n2 low high", "r2"),
            Node("Conv", "r2 k3", "c3", ("group", 8), ("pads", (int[])[1, 1, 1, 1])),
            Node("Add", "c3 r2", "sum"),
            Node("AveragePool", "sum", "p3", ("kernel_shape", (int[])[2, 2]), ("strides", (int[])[1, 1])),
            Node("Mul", "p3 factor", "scaled"),
            Node("Sub", "half scaled", "turned"),
            Node("Concat", "turned p3", "both", ("axis", 1)),
            Node("GlobalAveragePool", "p3", "mean1"),
            Node("Flatten", "mean1", "flat"),
            Node("Gemm", "flat kernel bias", "logits", ("alpha", 0.5f), ("beta", 2f)),
            Node("GlobalMaxPool", "both", "greatest"),
            Node("Squeeze", "greatest places", "row"),
            Node("Concat", "logits row", "joined", ("axis", -1)),
            Node("Softmax", "joined", "out", ("axis", 1)));
    }

    [Fact]
    public void Rows()
    {
        var random = new Random(4);
        var values = new Dictionary<string, OnnxTensor>
        {
            ["mean"] = Draw(random, 6), ["scale"] = Draw(random, 1, 6), ["k1"] = Draw(random, 4, 3, 2), ["shape"] = OnnxTensor.Of([6L, -1], 2), ["b1"] = Draw(random, 4), ["k2"] = Draw(random, 3, 4),
            ["b2"] = Draw(random, 3), ["grid"] = OnnxTensor.Of([0L, 3, -1], 3),
        };
        Compare(12, ("row", [-1, 6]), "out", values,
            Node("Sub", "row mean", "centred"),
            Node("Mul", "centred scale", "scaled"),
            Node("Reshape", "k1 shape", "kernel"),
            Node("MatMul", "scaled kernel", "product"),
            Node("Add", "b1 product", "sum"),
            Node("LeakyRelu", "sum", "leaky", ("alpha", 0.2f)),
            Node("Dropout", "leaky", "kept"),
            Node("Gemm", "kept k2 b2", "logits", ("transB", 1)),
            Node("Tanh", "logits", "tanh"),
            Node("Sigmoid", "tanh", "sigmoid"),
            Node("Unsqueeze", "sigmoid", "column", ("axes", (int[])[2])),
            Node("Reshape", "row grid", "table"),
            Node("Concat", "table column", "wide", ("axis", 2)),
            Node("Transpose", "wide", "turned", ("perm", (int[])[0, 2, 1])),
            Node("Softmax", "turned", "soft", ("axis", 1)),
            Node("Elu", "soft", "elu"),
            Node("Cast", "elu", "out", ("to", 1)));
    }

    [Fact]
    public void What_was_exported_comes_back()
    {
        var model = new Sequential
        {
            new Input(11, 9, 3), new Conv2D(6, 3, Activation.Relu) { Padding = WindowPadding.Same, Strides = 2 }, new BatchNormalization(), new MaxPooling2D(), new Dropout(0.3f),
            new Conv2D(4, 2, Activation.Tanh), new GlobalAveragePooling2D(), new Dense(5, Activation.Sigmoid), new Rescaling(2, -1), new Dense(3, Activation.Softmax),
        };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        model.ExportOnnx(path);
        Model back = Load(path);
        var random = new Random(10);
        float[] pixels = new float[4 * 11 * 9 * 3];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = random.NextSingle() - 0.5f;
        Samples images = Samples.From(pixels, [11, 9, 3]);
        Assert.Equal(model.ParameterCount, back.ParameterCount);
        Assert.All(model.Predict(images).Values.ToArray().Zip(back.Predict(images).Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Trained_further()
    {
        var random = new Random(5);
        string path = Write(17, ("row", [-1, 3]), "out", new Dictionary<string, OnnxTensor> { ["kernel"] = Draw(random, 3, 1) }, Node("MatMul", "row kernel", "out"));
        Model model = Load(path);
        float[,] rows = new float[64, 3];
        float[] targets = new float[64];
        for (int i = 0; i < targets.Length; i++)
        {
            for (int j = 0; j < 3; j++) rows[i, j] = random.NextSingle() - 0.5f;
            targets[i] = 2 * rows[i, 0] - rows[i, 1];
        }
        model.Compile(new SGD(0.5f), Loss.MeanSquaredError);
        _ = model.Fit(rows, targets, epochs: 60, batchSize: 16, verbose: Verbosity.Silent);
        float[] kernel = model.Weights.Single().ToArray();
        Assert.All(kernel.Zip((float[])[2, -1, 0]), pair => Assert.Equal(pair.Second, pair.First, 1e-2));
    }

    [Fact]
    public void What_cannot_be_had_is_named()
    {
        var random = new Random(6);
        Refused("has the operation NonZero, for which there is no layer", [], Node("NonZero", "row", "out"));
        Refused("uses 'missing' before it is made", [], Node("Relu", "missing", "out"));
        Refused("a kernel of (4, 2) does not fit an input of shape (None, 3)", new() { ["k"] = Draw(random, 4, 2) }, Node("MatMul", "row k", "out"));
        Refused("its perm is a Single", [], Node("Transpose", "row", "out", ("perm", 2f)));
        Refused("leaves no batch in front", new() { ["s"] = OnnxTensor.Of([7L, -1], 2) }, Node("Reshape", "row s", "out"));
        Refused("is (5368709120), 21,474,836,480 bytes, but 4 are there", new() { ["huge"] = OnnxTensor.Of([1f], 5L << 30) }, Node("MatMul", "row huge", "out"));
    }

    [Fact]
    public void SqueezeNet_knows_a_tabby()
    {
        string file = Data("weights/squeezenet/SqueezeNet_fp16.onnx");
        Model model = OnnxModel.Load(file);
        Samples picture = Picture(Data("weights/squeezenet/kitten_224.png"));
        float[] got = model.Predict(picture).Values.ToArray(), wanted = OnnxRuntime.RunHalf(file, picture);
        Assert.Equal(0.938, got[281], 0.002);
        Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Digits_of_another_program()
    {
        string file = Data("weights/mnist/mnist.onnx");
        var random = new Random(9);
        float[] pixels = new float[28 * 28];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = 255 * random.NextSingle();
        Samples image = Samples.From(pixels, [1, 28, 28]);
        Model model = OnnxModel.Load(file);
        // Both additions behind convolutions, and the one behind the product, became their biases.
        Assert.Equal(["kernel", "bias", "kernel", "bias", "kernel", "bias"], model.Weights.Select(weight => weight.Name));
        float[] wanted = OnnxRuntime.Run(file, [image])[0], got = model.Predict(image).Values.ToArray();
        Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * wanted.Max(Math.Abs)));
    }

    private static void Compare(int operatorSet, (string, long[]) input, string output, Dictionary<string, OnnxTensor> values, params IReadOnlyList<OnnxNode> nodes)
    {
        values["low"] = OnnxTensor.Of([0.25f]);
        values["high"] = OnnxTensor.Of([6f]);
        values["places"] = OnnxTensor.Of([2L, 3], 2);
        string path = Write(operatorSet, input, output, values, nodes);
        try
        {
            Model model = OnnxModel.Load(path);
            Shape shape = model.GetGraph().Inputs[0].Shape;
            var random = new Random(8);
            float[] numbers = new float[3 * shape.Size];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = 2 * random.NextSingle() - 1;
            Samples samples = Samples.From(numbers, shape);
            float[] wanted = OnnxRuntime.Run(path, [samples])[0], got = model.Predict(samples).Values.ToArray();
            Assert.Equal(wanted.Length, got.Length);
            Assert.All(wanted.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Refused(string message, Dictionary<string, OnnxTensor> values, params IReadOnlyList<OnnxNode> nodes)
    {
        string path = Write(17, ("row", [-1, 3]), "out", values, nodes);
        var error = Assert.Throws<ModelFormatException>(() => Load(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static Model Load(string path)
    {
        try
        {
            return OnnxModel.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Data(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("FATHOM_DATA");
        string path = Path.Combine(folder ?? "", name);
        if (folder is null || !File.Exists(path)) Assert.Skip($"Set FATHOM_DATA to a folder that holds {name}.");
        return path;
    }

    // (3, height, width), blue first and without ImageNet's mean as Caffe has it, of a picture with 8 bits for each of red, green, blue and opacity.
    private static Samples Picture(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)), stride = 4 * width;
        using var packed = new MemoryStream();
        for (int at = 8; at < file.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))
            if (file.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) packed.Write(file.AsSpan(at + 8, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at))));
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        float[] means = [123, 117, 104];
        byte[] above = new byte[stride], line = new byte[stride + 1];
        float[] values = new float[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            unpacked.ReadExactly(line);
            byte[] row = line[1..];
            for (int x = 0; x < stride; x++)
            {
                int left = x < 4 ? 0 : row[x - 4], up = above[x], corner = x < 4 ? 0 : above[x - 4];
                int guess = left + up - corner, near = Math.Min(Math.Abs(guess - left), Math.Min(Math.Abs(guess - up), Math.Abs(guess - corner)));
                row[x] += (byte)(line[0] switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => near == Math.Abs(guess - left) ? left : near == Math.Abs(guess - up) ? up : corner, _ => 0 });
                if (x % 4 < 3) values[((2 - x % 4) * height + y) * width + x / 4] = row[x] - means[x % 4];
            }
            above = row;
        }
        return Samples.From(values, [3, height, width]);
    }
}
