using System.IO.Compression;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>Every reader of files that come from elsewhere, each with a file it reads.</summary>
internal static class Readers
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    private static readonly Lazy<byte[]> Model3 = new(() => Written("model.keras", path => Net().Save(path))), Weights3 = new(() => Written("net.weights.h5", path => Net().SaveWeights(path)));

    /// <summary>The readers: which file of a folder is damaged, what lies in the folder, and how it is opened.</summary>
    public static IReadOnlyDictionary<string, Reader> All { get; } = new Dictionary<string, Reader>
    {
        [".keras"] = new("model.keras", () => [("model.keras", Model3.Value)], folder => _ = Model.Load(Path.Combine(folder, "model.keras"), "cpu")),
        [".keras, its configuration"] = new("config.json", () => Unpacked(Model3.Value), folder => OpenPacked(folder, "model.keras", "", path => _ = Model.Load(path, "cpu"))),
        [".keras, its weights"] = new("model.weights.h5", () => Unpacked(Model3.Value), folder => OpenPacked(folder, "model.keras", "", path => _ = Model.Load(path, "cpu"))),
        [".weights.h5"] = new("net.weights.h5", () => [("net.weights.h5", Weights3.Value)], folder => Net().LoadWeights(Path.Combine(folder, "net.weights.h5"))),
        [".h5, Sequential"] = Legacy("sequential"),
        [".h5, functional"] = Legacy("functional"),
        [".h5 by Keras 3"] = Legacy("by_keras3"),
        ["TensorFlow.js, model.json"] = Web("images", "model.json"),
        ["TensorFlow.js, functional"] = Web("functional", "model.json"),
        ["TensorFlow.js, a shard"] = Web("images", "group1-shard1of2.bin"),
        ["safetensors"] = new("a.safetensors", () => [("a.safetensors", Written("a.safetensors", path => SafeTensors.Write(path, Tensors())))], folder => ReadAll(SafeTensors.Read(Path.Combine(folder, "a.safetensors")))),
        ["safetensors, index"] = Sharded("model.safetensors.index.json"),
        ["safetensors, a part"] = Sharded("model-00001-of-00002.safetensors"),
        ["PyTorch"] = new("a.pt", () => [("a.pt", Fixture("torch_state_views.pt"))], OpenTorch),
        ["PyTorch, its pickle"] = new("data.pkl", () => Unpacked(Fixture("torch_state_views.pt")), folder => OpenPacked(folder, "a.pt", "archive/", _ => OpenTorch(folder))),
        ["PyTorch before 1.6"] = new("a.pt", () => [("a.pt", Fixture("torch_state_views_legacy.pt"))], OpenTorch),
        ["ONNX"] = new("a.onnx", () => [("a.onnx", Written("a.onnx", path => Image().ExportOnnx(path)))], folder => _ = OnnxModel.Load(Path.Combine(folder, "a.onnx"))),
    };

    /// <summary>The entries of a zip, without the folder that PyTorch puts them in, as names of files.</summary>
    public static (string Name, byte[] Content)[] Unpacked(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(entry =>
        {
            using var content = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(content);
            return (entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('/', '+'), content.ToArray());
        })];
    }

    /// <summary>Packs all files of a folder as a zip beside them and opens that.</summary>
    public static void OpenPacked(string folder, string name, string prefix, Action<string> open)
    {
        string path = Path.Combine(folder, name);
        File.Delete(path);
        string[] files = Directory.GetFiles(folder);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
            foreach (string file in files)
                using (Stream entry = zip.CreateEntry(prefix + Path.GetFileName(file).Replace('+', '/'), CompressionLevel.NoCompression).Open())
                    entry.Write(File.ReadAllBytes(file));
        open(path);
    }

    /// <summary>A small model that has been trained.</summary>
    public static Sequential Net()
    {
        var net = new Sequential("net") { new Input(6, 3), new LSTM(4), new Dense(2, Activation.Relu), new Dense(1) };
        net.Compile(new Adam(), Loss.MeanSquaredError, [Metric.MeanAbsoluteError]);
        _ = net.Fit(new float[4, 6, 3], new float[4], epochs: 1, verbose: Verbosity.Silent);
        return net;
    }

    private static Sequential Image() => new("image") { new Input(8, 7, 3), new Conv2D(4, 3, Activation.Relu), new BatchNormalization(), new MaxPooling2D(), new GlobalAveragePooling2D(), new Dense(3, Activation.Softmax) };

    private static NamedTensor[] Tensors() => [
        NamedTensor.From("layer.weight", [1, 2, 3, 4, 5, 6], [2, 3]), NamedTensor.From("layer.bias", [1, 2, 3], [3], ElementType.BFloat16), NamedTensor.From("scale", [0.5f], []),
    ];

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(Fixtures, name));

    private static Reader Legacy(string name) => new("model.h5", () => [("model.h5", Fixture($"keras2_{name}.h5"))], folder => _ = Model.Load(Path.Combine(folder, "model.h5"), "cpu"));

    private static Reader Web(string name, string damaged) =>
        new(damaged, () => [.. Directory.GetFiles(Path.Combine(Fixtures, $"tfjs_{name}")).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))], folder => _ = Model.Load(folder, "cpu"));

    private static Reader Sharded(string damaged) => new(damaged, () =>
    {
        string folder = Directory.CreateTempSubdirectory("fathom").FullName;
        SafeTensors.WriteSharded(folder, Tensors(), 24);
        (string, byte[])[] files = [.. Directory.GetFiles(folder).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
        Directory.Delete(folder, recursive: true);
        return files;
    }, folder => ReadAll(SafeTensors.Read(folder)));

    private static void OpenTorch(string folder) => ReadAll(TorchFile.Read(Path.Combine(folder, "a.pt")));

    private static void ReadAll(NamedTensors tensors)
    {
        using (tensors)
            foreach (NamedTensor tensor in tensors)
                _ = tensor.ToArray<float>();
    }

    private static byte[] Written(string name, Action<string> write)
    {
        string folder = Directory.CreateTempSubdirectory("fathom").FullName, path = Path.Combine(folder, name);
        write(path);
        byte[] bytes = File.ReadAllBytes(path);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
