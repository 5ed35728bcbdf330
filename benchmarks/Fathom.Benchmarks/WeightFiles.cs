using Fathom.Saving;

namespace Fathom.Benchmarks;

/// <summary>Weights as safetensors: writing 100 MB against writing the same bytes; opening a file and reading one of its tensors against reading the whole of it.</summary>
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
            SideBySide.Compare("writing 100 MB", ("safetensors", () => SafeTensors.Write(file, tensors)), ("bytes", () => File.WriteAllBytes(plain, bytes)), 1, rounds);
            SideBySide.Compare("one tensor of 100", ("safetensors", () =>
            {
                using NamedTensors open = SafeTensors.Read(file);
                _ = open["layer50.weight"].ToArray<float>();
            }
            ), ("all bytes", () => _ = File.ReadAllBytes(file)), 1, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
