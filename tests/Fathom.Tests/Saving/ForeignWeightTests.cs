using System.IO.Compression;
using System.Text.Json.Nodes;
using Fathom.Foreign;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;
using Fathom.Tests.Fixtures;

namespace Fathom.Tests.Saving;

/// <summary>Models with PyTorch's weights give what PyTorch gives (tools/oracles/torch_state_dicts.py and torch_trained_weights.py).</summary>
public class ForeignWeightTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private static Sequential Images() => new("images")
    {
        new Input(6, 6, 2), new Conv2D(4, (3, 2)) { Name = "conv1" }, new BatchNormalization { Name = "bn1" }, new ReLU(), new DepthwiseConv2D(2) { Name = "depthwise", DepthMultiplier = 2 },
        new Conv2DTranspose(3, 3) { Name = "up", Strides = 2 }, new PReLU { Name = "act", SharedAxes = [1, 2] }, new Flatten(), new Dense(5) { Name = "fc" },
    };

    [Fact]
    public void Convolutions_of_all_kinds_and_a_flattened_image() => AsPyTorch("images", Images(), WeightMapping.PyTorch, 13);

    [Fact]
    public void Recurrent_layers_of_all_kinds() => AsPyTorch("words", new Sequential
    {
        new Input(5), new Embedding(11, 4) { Name = "embed" }, new Bidirectional(new LSTM(3) { ReturnSequences = true }) { Name = "lstm" },
        new Bidirectional(new LSTM(3) { ReturnSequences = true }) { Name = "lstm2" }, new GRU(5) { Name = "gru", ReturnSequences = true }, new SimpleRNN(4) { Name = "rnn" }, new Dense(2) { Name = "out" },
    }, WeightMapping.PyTorch.Replace(@"^lstm\.(.*)_l1", "lstm2.$1_l0"), 21);

    [Fact]
    public void Attention_and_layer_normalization()
    {
        SymbolicTensor x = Input.Tensor(4, 6);
        SymbolicTensor attended = new MultiHeadAttention(2, 3) { Name = "attn" }.Apply(x, x);
        SymbolicTensor normalized = new LayerNormalization { Name = "norm" }.Apply(new Add().Apply(x, attended));
        AsPyTorch("attending", new Model(x, new Conv1D(3, 2) { Name = "conv" }.Apply(normalized)), WeightMapping.PyTorch, 12);
    }

    [Fact]
    public void What_does_not_match_is_reported_and_nothing_is_loaded()
    {
        using NamedTensors tensors = TorchFile.Read(Path.Combine(Folder, "torch_state_images.pt"));
        var model = new Sequential("other")
        {
            new Input(6, 6, 2), new Conv2D(4, (3, 2)) { Name = "conv1" }, new Conv2D(8, 2) { Name = "depthwise" }, new Flatten(), new Dense(5) { Name = "head" },
        };
        float[][] before = model.GetWeights();
        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => model.LoadForeign(tensors, WeightMapping.PyTorch.Ignore("^(bn1|act)")));
        Assert.Equal(before, model.GetWeights());
        WeightLoadReport report = model.LoadForeign(tensors, WeightMapping.PyTorch.Ignore("^(bn1|act)").Partial());
        Assert.Contains(report.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Equal(["conv1/kernel", "conv1/bias", "depthwise/bias"], report.With(WeightFate.Loaded).Select(entry => entry.Weight));
        Assert.Equal(["head/kernel", "head/bias"], report.With(WeightFate.Missing).Select(entry => entry.Weight));
        Assert.Equal(["up.weight", "up.bias", "fc.weight", "fc.bias"], report.With(WeightFate.Unused).Select(entry => entry.Tensors));
        Assert.Equal(6, report.With(WeightFate.Ignored).Count);
        WeightMatch differs = Assert.Single(report.With(WeightFate.ShapeDiffers));
        Assert.Equal(("depthwise/kernel", "depthwise.weight", "wanted (8, 4, 2, 2)"), (differs.Weight, differs.Tensors, differs.Note));
        Assert.Equal([8, 1, 2, 2], differs.TensorShape);
        Assert.StartsWith("3 loaded, 1 shape differs, 2 missing, 4 unused, 6 ignored", report.ToString(), StringComparison.Ordinal);
        Assert.Equal([before[2], before[4]], [model.GetWeights()[2], model.GetWeights()[4]]);
    }

    [Fact]
    public void Rules_that_lead_to_one_name_are_refused()
    {
        using NamedTensors tensors = TorchFile.Read(Path.Combine(Folder, "torch_state_images.pt"));
        Assert.Contains("one name, 'same'", Assert.Throws<ModelFormatException>(() => Images().LoadForeign(tensors, WeightMapping.PyTorch.Replace("^conv1.*", "same"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_in_plain_code_is_told_what_was_flattened()
    {
        using NamedTensors tensors = TorchFile.Read(Path.Combine(Folder, "torch_state_images.pt"));
        Sequential whole = Images();
        whole.LoadForeign(tensors, WeightMapping.PyTorch);
        var head = new Sequential { new Input(189), new Dense(5) { Name = "fc" } };
        head.LoadForeign(tensors, WeightMapping.PyTorch.Flattened("fc", [7, 9, 3]).Partial());
        Assert.Equal(whole.GetLayer("fc").OwnWeights[0].ToArray(), head.GetLayer("fc").OwnWeights[0].ToArray());
    }

    [Fact]
    public void ResNet_20_gives_what_PyTorch_gives()
    {
        using NamedTensors tensors = TorchFile.Read(Data("weights/cifar10_resnet/resnet20-12fca82f.th"));
        JsonNode wanted = Fixture.Read("torch_trained_weights.json")["resnet20"]!;
        SymbolicTensor input = Input.Tensor(32, 32, 3), x = Convolved(input, "conv1", "bn1", 16, 1);
        x = new ReLU().Apply(x);
        for (int stage = 1; stage <= 3; stage++)
            for (int block = 0; block < 3; block++)
            {
                string name = $"layer{stage}.{block}";
                int planes = 8 << stage, stride = stage > 1 && block == 0 ? 2 : 1;
                SymbolicTensor inner = new ReLU().Apply(Convolved(x, $"{name}.conv1", $"{name}.bn1", planes, stride));
                inner = Convolved(inner, $"{name}.conv2", $"{name}.bn2", planes, 1);
                // The shortcut without weights: every second place, and zeros for the new channels on both sides.
                if (stride == 2) x = new Permute(2, 3, 1).Apply(new ZeroPadding2D(planes / 4, 0).Apply(new Permute(3, 1, 2).Apply(new AveragePooling2D(1, strides: 2).Apply(x))));
                x = new ReLU().Apply(new Add().Apply(inner, x));
            }
        var model = new Model(input, new Dense(10) { Name = "linear" }.Apply(new GlobalAveragePooling2D().Apply(x)));
        WeightLoadReport report = model.LoadForeign(tensors, WeightMapping.PyTorch.StripPrefix("state_dict.").StripPrefix("module."));
        Assert.Equal(97, report.With(WeightFate.Loaded).Count);
        Assert.Equal((double)wanted["best"]!, double.Parse(tensors.Metadata["best_prec1"], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        float[] pixels = [.. Enumerable.Range(0, 2 * 32 * 32 * 3).Select(i => (float)Math.Sin(i / 10.0))];
        Close(wanted["y"].Floats(), model.Predict(Samples.From(pixels, [32, 32, 3])).ToArray(), 1e-4f);

        static SymbolicTensor Convolved(SymbolicTensor x, string conv, string norm, int filters, int stride)
        {
            // With a stride PyTorch's padding of one at both ends is not "same".
            SymbolicTensor padded = stride == 1 ? x : new ZeroPadding2D(1).Apply(x);
            SymbolicTensor filtered = new Conv2D(filters, 3) { Name = conv, UseBias = false, Strides = stride, Padding = stride == 1 ? WindowPadding.Same : WindowPadding.Valid }.Apply(padded);
            return new BatchNormalization { Name = norm, Epsilon = 1e-5 }.Apply(filtered);
        }
    }

    [Fact]
    public void The_digits_network_gives_what_PyTorch_gives_from_either_format()
    {
        JsonNode wanted = Fixture.Read("torch_trained_weights.json")["digits"]!;
        using NamedTensors torch = TorchFile.Read(Data("weights/mnist/mnist.pt")), safe = SafeTensors.Read(Data("weights/mnist/mnist.safetensors"));
        const int count = 1000;
        byte[] images = Unzipped("mnist/t10k-images-idx3-ubyte.gz"), labels = Unzipped("mnist/t10k-labels-idx1-ubyte.gz");
        Samples x = Samples.From([.. images.AsSpan(16, count * 784).ToArray().Select(pixel => (float)((pixel / 255.0 - 0.1307) / 0.3081))], [28, 28, 1]);
        float[] first = Predict(torch, wanted["pt"]!), second = Predict(safe, wanted["safetensors"]!);
        // One training twice: the .pt after half as many batches as the .safetensors, so their predictions differ.
        Assert.Equal([3752L], torch["norm1.num_batches_tracked"].ToArray<long>());
        Assert.Equal([7504L], safe["norm1.num_batches_tracked"].ToArray<long>());
        Assert.NotEqual(first, second);
        // The same weights, taken from one format to the other.
        string file = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.safetensors");
        try
        {
            SafeTensors.Write(file, torch);
            using NamedTensors rewritten = SafeTensors.Read(file);
            Assert.Equal(first, Predict(rewritten, wanted["pt"]!));
        }
        finally
        {
            File.Delete(file);
        }

        float[] Predict(NamedTensors tensors, JsonNode figures)
        {
            var model = new Sequential
            {
                new Input(28, 28, 1), new Conv2D(8, 3, Activation.Relu) { Name = "conv1" }, new Conv2D(16, 3, Activation.Relu) { Name = "conv2" }, new Conv2D(24, 3, Activation.Relu) { Name = "conv3" },
                new BatchNormalization { Name = "norm1", Epsilon = 1e-5 }, new Flatten(), new Dense(32, Activation.Relu) { Name = "fc1" }, new Dense(10) { Name = "fc2" },
                new BatchNormalization { Name = "norm2", Epsilon = 1e-5 }, new Softmax(),
            };
            Assert.True(model.LoadForeign(tensors, WeightMapping.PyTorch).IsComplete);
            float[] predicted = model.Predict(x).ToArray();
            Close(figures["first"].Floats(), predicted[..50], 1e-5f);
            Assert.Equal((int)figures["right"]!, Enumerable.Range(0, count).Count(i => Array.IndexOf(predicted, predicted.AsSpan(i * 10, 10).ToArray().Max(), i * 10, 10) - i * 10 == labels[8 + i]));
            return predicted;
        }
    }

    private static void AsPyTorch(string name, Model model, WeightMapping mapping, int weights)
    {
        JsonNode wanted = Fixture.Read("torch_state_dicts.json")["cases"]![name]!;
        using NamedTensors tensors = TorchFile.Read(Path.Combine(Folder, $"torch_state_{name}.pt"));
        WeightLoadReport report = model.LoadForeign(tensors, mapping);
        Assert.Equal(weights, report.With(WeightFate.Loaded).Count);
        Samples x = Samples.From(wanted["x"]!["values"].Floats(), new Shape([.. wanted["x"]!["shape"]!.AsArray().Skip(1).Select(axis => (int)axis!)]));
        float[] y = wanted["y"]!["values"].Floats(), got = model.Predict(x).ToArray();
        Close(y, got, 2e-6f * Math.Max(1, y.Max(Math.Abs)));
    }

    private static void Close(float[] wanted, float[] got, float margin)
    {
        Assert.Equal(wanted.Length, got.Length);
        for (int i = 0; i < wanted.Length; i++) Assert.True(Math.Abs(wanted[i] - got[i]) <= margin, $"{got[i]} where PyTorch has {wanted[i]}");
    }

    private static string Data(string file)
    {
        string? root = Environment.GetEnvironmentVariable("FATHOM_DATA");
        string path = Path.Combine(root ?? "", file);
        if (root is null || !File.Exists(path)) Assert.Skip($"{file} is not in the folder FATHOM_DATA names.");
        return path;
    }

    private static byte[] Unzipped(string file)
    {
        using var zipped = new GZipStream(File.OpenRead(Data(file)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }
}
