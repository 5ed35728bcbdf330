using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Tests.Fixtures;

namespace Fathom.Tests.Saving;

/// <summary>Files that torch.save wrote (tools/oracles/torch_state_dicts.py) hold here what they hold there; others are refused.</summary>
public class TorchFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Theory]
    [InlineData("torch_state_views.pt")]
    [InlineData("torch_state_views_legacy.pt")]
    public void Views_offsets_transpositions_and_every_type_hold_the_values_PyTorch_saved(string file)
    {
        JsonObject wanted = Fixture.Read("torch_state_dicts.json")["cases"]!["views"]!.AsObject();
        using NamedTensors tensors = TorchFile.Read(Path.Combine(Folder, file));
        Assert.Equal(wanted.Select(pair => $"state_dict.{pair.Key}"), tensors.Select(tensor => tensor.Name));
        foreach ((string name, JsonNode? one) in wanted)
        {
            NamedTensor tensor = tensors[$"state_dict.{name}"];
            Assert.Equal(one!["shape"]!.AsArray().Select(axis => (int)axis!), tensor.Shape.ToArray());
            double[] values = one["values"].Doubles(), got = tensor.ToArray<double>();
            for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], got[i], 1e-8 * Math.Max(1, Math.Abs(values[i])));
        }
        Assert.Equal(ElementType.BFloat16, tensors["state_dict.bfloat16"].Type);
        Assert.Equal([-5, 1L << 40], tensors["state_dict.int64"].ToArray<long>());
        Assert.Equal(("91.5", "7", "small", "3"), (tensors.Metadata["best"], tensors.Metadata["epoch"], tensors.Metadata["arch"], tensors.Metadata["shape.1"]));
    }

    [Theory]
    [InlineData("cposix\nsystem\n", "posix.system")]
    [InlineData("cos\nsystem\n", "os.system")]
    [InlineData("c__builtin__\neval\n", "__builtin__.eval")]
    [InlineData("\u008c\u0008builtins\u008c\u0004exec\u0093", "builtins.exec")]
    [InlineData("ctorch.storage\n_load_from_bytes\n", "torch.storage._load_from_bytes")]
    public void A_pickle_that_names_a_function_is_refused_by_that_name(string global, string name)
    {
        string mark = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}");
        byte[] pickle = [0x80, 2, .. Encoding.Latin1.GetBytes($"{global}(X"), (byte)(6 + mark.Length), 0, 0, 0, .. Encoding.ASCII.GetBytes($"touch {mark}tR.")];
        foreach (byte[] file in new[] { Zip(pickle), pickle })
            Assert.Contains($"asks for '{name}'", Assert.Throws<ModelFormatException>(() => TorchFile.Read(file, "evil.pt")).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public void A_storage_larger_than_the_file_is_refused_before_memory_is_taken()
    {
        // One tensor of 2.5 thousand million values, whose storage has four bytes.
        byte[] pickle = [0x80, 2, .. Encoding.Latin1.GetBytes("}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu\u008a\u0005"),
            0, 0xF9, 0x02, 0x95, 0, .. Encoding.Latin1.GetBytes("tQK\0\u008a\u0005"), 0, 0xF9, 0x02, 0x95, 0, .. Encoding.Latin1.GetBytes("\u0085K\u0001\u0085\u0089}tRs.")];
        Assert.Contains("does not fit", Assert.Throws<ModelFormatException>(() => TorchFile.Read(Zip(pickle, [0, 0, 0, 0]), "large.pt")).Message, StringComparison.Ordinal);
        pickle = [.. pickle[..^"\u008a\u0005.....\u0085K\u0001\u0085\u0089}tRs.".Length], .. Encoding.Latin1.GetBytes("K\u0001\u0085K\u0001\u0085\u0089}tRs.")];
        Assert.Contains("needs 10000000000 bytes but has 4", Assert.Throws<ModelFormatException>(() => TorchFile.Read(Zip(pickle, [0, 0, 0, 0]), "large.pt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Containers_within_themselves_end_with_a_message()
    {
        Assert.Contains("nested without end", Assert.Throws<ModelFormatException>(() => TorchFile.Read(Zip([0x80, 2, (byte)']', (byte)'q', 0, (byte)'h', 0, (byte)'a', (byte)'.']), "loop.pt")).Message, StringComparison.Ordinal);
        // A list of two that are lists of the same two, and so on: 2 to the power of 30 in 200 bytes.
        List<byte> doubled = [0x80, 2, (byte)']'];
        for (int i = 0; i < 30; i++) doubled.AddRange([(byte)'q', 0, (byte)'h', 0, 0x86]);
        doubled.Add((byte)'.');
        Assert.Contains("nested without end", Assert.Throws<ModelFormatException>(() => TorchFile.Read(Zip([.. doubled]), "double.pt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flipped_byte_is_noticed()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(Folder, "torch_state_images.pt"));
        using NamedTensors whole = TorchFile.Read(file, "whole.pt");
        byte[] value = BitConverter.GetBytes(whole["conv1.weight"].ToArray<float>()[5]);
        file[file.AsSpan().IndexOf(value) + 1] ^= 16;
        Assert.Contains("has not the checksum", Assert.Throws<ModelFormatException>(() => TorchFile.Read(file, "flipped.pt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_said_so() => Assert.Contains("There is no PyTorch file", Assert.Throws<FileNotFoundException>(() => TorchFile.Read("nowhere.pt")).Message, StringComparison.Ordinal);

    private static byte[] Zip(byte[] pickle, byte[]? storage = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream entry = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open()) entry.Write(pickle);
            if (storage is not null)
                using (Stream entry = zip.CreateEntry("archive/data/0", CompressionLevel.NoCompression).Open()) entry.Write(storage);
        }
        return stream.ToArray();
    }
}
