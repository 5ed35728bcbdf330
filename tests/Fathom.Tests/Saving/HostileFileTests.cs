using System.IO.Compression;
using System.Text;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>
/// Every reader against every attack that its format allows: each ends in an error of our own that says what is wrong, before memory is taken, with nothing executed and
/// nothing written. Formats without a checksum (HDF5, safetensors, TensorFlow.js, ONNX) cannot notice a changed value; there the flipped byte lies in the structure.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private const string Lambda = """{"class_name":"Lambda","config":{"name":"lambda","trainable":true,"function":{"class_name":"__lambda__","config":{"code":"4wEAAAAAAAAA"}},"arguments":{}}},""";

    private static readonly Dictionary<(string Reader, string Attack), Func<byte[], byte[]>> Attacks = new()
    {
        [(".keras", "truncated")] = Cut,
        [(".keras", "flipped byte")] = file => Flipped(file, file.Length / 2),
        [(".keras, its weights", "truncated")] = Cut,
        [(".keras, its weights", "wrong HDF5 path")] = file => Replaced(file, "lstm", "lstn"),
        [(".keras, its weights", "10 GB declared")] = file => Huge(file, 3),
        [(".keras, its configuration", "10 GB declared")] = file => Replaced(file, "\"units\":2,", "\"units\":2000000000,"),
        [(".keras, its configuration", "Lambda with bytecode")] = file => Replaced(file, "\"layers\":[", "\"layers\":[" + Lambda),
        [(".weights.h5", "truncated")] = Cut,
        [(".weights.h5", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("OHDR"u8) + 12),
        [(".weights.h5", "wrong HDF5 path")] = file => Replaced(file, "lstm", "lstn"),
        [(".weights.h5", "10 GB declared")] = file => Huge(file, 3),
        [(".h5, Sequential", "truncated")] = Cut,
        [(".h5, Sequential", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("SNOD"u8) + 8),
        [(".h5, Sequential", "wrong HDF5 path")] = file => Replaced(file, "lstm_2/lstm_cell/kernel:0", "lstm_2/lstm_cell/kernal:0"),
        [(".h5, Sequential", "10 GB declared")] = file => Huge(file, 3),
        [(".h5, Sequential", "a thousand million names declared")] = Named,
        [(".h5, Sequential", "Lambda with bytecode")] = file => Replaced(file, "\"class_name\": \"LeakyReLU\"", "\"class_name\": \"Lambda\"   "),
        [("TensorFlow.js, model.json", "truncated")] = Cut,
        [("TensorFlow.js, model.json", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("\"shape\""u8)),
        [("TensorFlow.js, a shard", "truncated")] = Cut,
        [("TensorFlow.js, model.json", "10 GB declared")] = file => Replaced(file, "\"shape\":[3,3,2,3]", "\"shape\":[3,3,2,150000000]"),
        [("TensorFlow.js, model.json", "leads out of the folder")] = file => Replaced(file, "\"group1-shard1of2.bin\"", "\"../group1-shard1of2.bin\""),
        [("TensorFlow.js, model.json", "Lambda with bytecode")] = file => Replaced(file, "\"layers\":[", "\"layers\":[" + Lambda),
        [("safetensors", "truncated")] = Cut,
        [("safetensors", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("data_offsets"u8) + 15),
        [("safetensors", "10 GB declared")] = file => Replaced(file, "\"shape\":[2,3],\"data_offsets\":[0,24]", "\"shape\":[5,1],\"data_offsets\":[0,99999999999]"),
        [("safetensors, index", "truncated")] = Cut,
        [("safetensors, index", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("weight_map"u8)),
        [("safetensors, index", "leads out of the folder")] = file => Replaced(file, "\"model-00001-of-00002.safetensors\"", "\"../model-00001-of-00002.safetensors\""),
        [("safetensors, a part", "truncated")] = Cut,
        [("PyTorch", "truncated")] = Cut,
        [("PyTorch", "flipped byte")] = file => Flipped(file, file.AsSpan().IndexOf("storage"u8)),
        [("PyTorch, its pickle", "truncated")] = Cut,
        [("PyTorch, its pickle", "os.system")] = _ => Pickle(),
        [("PyTorch before 1.6", "truncated")] = Cut,
        [("PyTorch before 1.6", "flipped byte")] = file => Flipped(file, 4),
        [("PyTorch before 1.6", "os.system")] = _ => Pickle(),
        [("ONNX", "truncated")] = Cut,
        [("ONNX", "flipped byte")] = file => Flipped(file, 12),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach ((string reader, string attack) in Attacks.Keys) rows.Add(reader, attack);
            return rows;
        }
    }

    private static string Mark => Path.Combine(Path.GetTempPath(), "fathom-executed");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Ends_in_an_error_of_our_own(string name, string attack)
    {
        Reader reader = Readers.All[name];
        reader.Lay(_folder);
        string file = Path.Combine(_folder, reader.Damaged);
        byte[] whole = File.ReadAllBytes(file), changed = Attacks[(name, attack)](whole);
        Assert.NotEqual(whole, changed);
        // The first time code is made for what runs.
        reader.Open(_folder);
        File.WriteAllBytes(file, changed);
        string[] before = [.. Directory.GetFiles(_folder).Order()];
        long memory = GC.GetAllocatedBytesForCurrentThread();
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => reader.Open(_folder));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, 64 << 20);
        Assert.True(error.Message.Length > 40, error.Message);
        Assert.Equal(before, Directory.GetFiles(_folder).Order());
        Assert.False(File.Exists(Mark));
    }

    /// <summary>What a zip holds besides is not unpacked, wherever its name leads.</summary>
    [Theory]
    [InlineData(".keras", "model.keras")]
    [InlineData("PyTorch", "a.pt")]
    public void Names_that_lead_out_of_a_zip_write_nothing(string name, string file)
    {
        Readers.All[name].Lay(_folder);
        using (ZipArchive zip = ZipFile.Open(Path.Combine(_folder, file), ZipArchiveMode.Update))
            foreach (string path in (string[])["../fathom-executed", "../../../../../../../../tmp/fathom-executed"])
                using (Stream entry = zip.CreateEntry(path).Open())
                    entry.WriteByte(1);
        Readers.All[name].Open(_folder);
        Assert.False(File.Exists(Mark));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_folder)!, "fathom-executed")));
    }

    private static byte[] Cut(byte[] file) => file[..(file.Length * 3 / 5)];

    private static byte[] Flipped(byte[] file, int at)
    {
        byte[] changed = [.. file];
        changed[at] ^= 0x40;
        return changed;
    }

    private static byte[] Replaced(byte[] file, string what, string by) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace(what, by, StringComparison.Ordinal));

    // The lengths of an array's axes as HDF5 has them, eight bytes each.
    private static byte[] Huge(byte[] file, long rows)
    {
        byte[] axes = [.. BitConverter.GetBytes(rows), .. BitConverter.GetBytes(16L)], changed = [.. file];
        for (int at = 0, found; (found = file.AsSpan(at).IndexOf(axes)) >= 0; at += found + 1) BitConverter.GetBytes(160_000_000L).CopyTo(changed, at + found + 8);
        return changed;
    }

    // The length of the list of layers: four, eight bytes behind its name and types.
    private static byte[] Named(byte[] file)
    {
        byte[] changed = [.. file];
        int name = file.AsSpan().IndexOf("layer_names"u8);
        changed[name + file.AsSpan(name).IndexOf((ReadOnlySpan<byte>)[4, 0, 0, 0, 0, 0, 0, 0]) + 3] = 0x40;
        return changed;
    }

    private static byte[] Pickle() => [0x80, 2, .. Encoding.Latin1.GetBytes("cos\nsystem\n(X"), (byte)(6 + Mark.Length), 0, 0, 0, .. Encoding.ASCII.GetBytes($"touch {Mark}tR.")];
}
