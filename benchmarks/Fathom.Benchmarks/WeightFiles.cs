using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Benchmarks;

/// <summary>
/// 100 MB of weights as safetensors and as a model file: writing them against writing the same bytes; opening safetensors for one tensor, and loading a model, against
/// reading the bytes.
/// </summary>
internal static class WeightFiles
{
    private const int Count = 100, Size = 1 << 18;

    public static void Run(int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("fathom").FullName, file = Path.Combine(folder, "weights.safetensors"), plain = Path.Combine(folder, "bytes");
        try
        {
            var random = new Random(1);
            float[] values = [.. Enumerable.Range(0, Size).Select(_ => random.NextSingle())];
            NamedTensor[] tensors = [.. Enumerable.Range(0, Count).Select(i => NamedTensor.From($"layer{i}.weight", values, [512, 512]))];
            SafeTensors.Write(file, tensors);
            byte[] bytes = File.ReadAllBytes(file);
            SideBySide.Compare("safetensors, writing", ("Fathom", () => SafeTensors.Write(file, tensors)), ("bytes", () => File.WriteAllBytes(plain, bytes)), 1, rounds);
            SideBySide.Compare("safetensors, one tensor of 100", ("Fathom", () =>
            {
                using NamedTensors open = SafeTensors.Read(file);
                _ = open["layer50.weight"].ToArray<float>();
            }
            ), ("bytes", () => _ = File.ReadAllBytes(file)), 1, rounds);
            Models(folder, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Models(string folder, int rounds)
    {
        string file = Path.Combine(folder, "model.keras"), plain = Path.Combine(folder, "bytes");
        var model = new Sequential { new Input(512) };
        for (int i = 0; i < Count; i++) model.Add(new Dense(512) { UseBias = false });
        model.Save(file);
        byte[] bytes = File.ReadAllBytes(file);
        SideBySide.Compare(".keras, saving", ("Fathom", () => model.Save(file)), ("bytes", () => File.WriteAllBytes(plain, bytes)), 1, rounds);
        SideBySide.Compare(".keras, loading", ("Fathom", () => _ = Model.Load(file, "cpu")), ("bytes", () => _ = File.ReadAllBytes(file)), 1, rounds);
    }
}
