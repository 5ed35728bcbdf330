using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Tests.Saving.Parts;

/// <summary>Files that are damaged or mean harm end in an error of our own, soon, with nothing executed or written.</summary>
public sealed class HostileFathomFileTests : IDisposable
{
    private static readonly Lazy<byte[]> Good = new(() =>
    {
        string path = Temporary();
        FathomFile.Write(path, FathomFileTests.Kinds, new() { ["net"] = FathomFileTests.Net(), ["book"] = new FathomFileTests.Book("day", [1, 2, 3]) }, new TrainingDescription { Seed = 5 });
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    });

    private readonly string _path = Temporary();

    private static string Temporary() => Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.fathom");

    public void Dispose() => File.Delete(_path);

    private Dictionary<string, byte[]> Files
    {
        get
        {
            File.WriteAllBytes(_path, Good.Value);
            return Zips.Unpack(_path);
        }
    }

    private void ReadAll(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        using FathomFile file = FathomFile.Open(_path, FathomFileTests.Kinds);
        foreach (PartDescription part in file.Parts) file.Load<object>(part.Name);
    }

    private void Refuses(string words, byte[] bytes)
    {
        var clock = Stopwatch.StartNew();
        Assert.Contains(words, Assert.Throws<ModelFormatException>(() => ReadAll(bytes)).Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private byte[] WithManifest(string old, string replacement)
    {
        Dictionary<string, byte[]> files = Files;
        string text = Encoding.UTF8.GetString(files["manifest.json"]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files["manifest.json"] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        return Zips.Pack(files);
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        for (int length = 0; length < Good.Value.Length; length += 53) Refuses("damaged or no .fathom file", Good.Value[..length]);
    }

    /// <summary>A flipped byte may go unnoticed where nothing depends on it, as in a date of the zip, but what is read is what was written. FATHOM_FUZZ sets how many are tried.</summary>
    [Fact]
    public void Changed_bytes_end_in_errors_of_our_own()
    {
        float[][] weights = FathomFileTests.Net().GetWeights();
        var random = new Random(19);
        int tries = int.TryParse(Environment.GetEnvironmentVariable("FATHOM_FUZZ"), out int asked) ? asked : 400, refused = 0;
        for (int i = 0; i < tries; i++)
        {
            byte[] bytes = [.. Good.Value];
            for (int changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                ReadAll(bytes);
                using FathomFile file = FathomFile.Open(_path, FathomFileTests.Kinds);
                Assert.Equal(weights, file.Load<Model>("net").GetWeights());
                Assert.Equal([1.0, 2, 3], file.Load<FathomFileTests.Book>("book").Prices);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, tries / 2, tries);
    }

    /// <summary>The checksums guard the manifest, so it is changed before they are made.</summary>
    [Fact]
    public void Changed_manifests_end_in_errors_of_our_own()
    {
        var random = new Random(20);
        Dictionary<string, byte[]> files = Files;
        byte[] manifest = files["manifest.json"];
        int tries = int.TryParse(Environment.GetEnvironmentVariable("FATHOM_FUZZ"), out int asked) ? asked : 400;
        for (int i = 0; i < tries; i++)
        {
            byte[] changed = [.. manifest];
            for (int changes = random.Next(1, 4); changes > 0; changes--) changed[random.Next(changed.Length)] = (byte)random.Next(i % 2 == 0 ? 256 : 127);
            files["manifest.json"] = changed;
            try
            {
                ReadAll(Zips.Pack(files, CompressionLevel.NoCompression));
            }
            catch (ModelFormatException)
            {
            }
        }
    }

    [Fact]
    public void A_changed_part_is_refused_by_its_checksum()
    {
        Dictionary<string, byte[]> files = Files;
        files["book/prices.bin"] = [.. files["book/prices.bin"].Reverse()];
        Refuses("checksum of book/prices.bin is wrong", Zips.PackAsIs(files));
        Refuses("checksum of manifest.json is wrong", Zips.PackAsIs(Files.Select(file => file.Key == "manifest.json" ? KeyValuePair.Create(file.Key, (byte[])[.. file.Value, (byte)' ']) : file)));
        Refuses("has no sha256.txt", Zips.PackAsIs(Files.Where(file => file.Key != "sha256.txt")));
        Refuses("has no line for manifest.json", Zips.PackAsIs(Files.Select(file => file.Key == "sha256.txt" ? KeyValuePair.Create(file.Key, Array.Empty<byte>()) : file)));
    }

    [Fact]
    public void Names_that_lead_out_of_the_file_are_refused_and_nothing_is_written()
    {
        string marker = $"fathom-{Guid.NewGuid():N}";
        foreach (string name in (string[])[$"../../../../../../tmp/{marker}", $"/{marker}", $"net/../{marker}", $"net\\..\\{marker}", $"C:/{marker}", $"net//{marker}", $"{marker}/"])
            Refuses("could lead out of a folder", Zips.Pack([.. Files, KeyValuePair.Create(name, name.EndsWith('/') ? [] : new byte[] { 1, 2, 3 })]));
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), marker)));
        Refuses("does not lie in its folder", WithManifest("net/net.keras", "book/book.json"));
        Refuses("does not lie in its folder", WithManifest("net/net.keras", "net/../net.keras"));
        Refuses("cannot name a part", WithManifest("\"name\":\"net\"", "\"name\":\"..\""));
    }

    [Fact]
    public void What_the_manifest_does_not_say_is_refused()
    {
        Refuses("it holds extra.bin, which its manifest does not name", Zips.Pack([.. Files, KeyValuePair.Create("extra.bin", new byte[] { 1 })]));
        Refuses("names book/prices.bin, which is not there", Zips.Pack(Files.Where(file => file.Key != "book/prices.bin")));
        Refuses("two files named", Zips.Pack([.. Files, KeyValuePair.Create("book/book.json", new byte[] { 1 })]));
        Refuses("two files named", Zips.Pack([.. Files, KeyValuePair.Create("Book/book.json", new byte[] { 1 })]));
        Refuses("two parts are named 'Net'", WithManifest("\"parts\":[{", "\"parts\":[{\"name\":\"Net\",\"kind\":\"net\",\"version\":1,\"files\":[],\"parts\":[]},{"));
        Refuses("'name'", WithManifest("\"name\":\"book\",", "\"name\":\"book\",\"name\":\"book\","));
        Refuses("has no manifest.json", Zips.Pack(Files.Where(file => file.Key != "manifest.json")));
        Refuses("is no .fathom file", WithManifest("\"format\":\"fathom\"", "\"format\":\"other\""));
        Refuses("of version 2, written by Fathom", WithManifest("\"format\":\"fathom\",\"version\":1", "\"format\":\"fathom\",\"version\":2"));
        Refuses("is a 'book' of version 3; this library reads up to 2", WithManifest("\"kind\":\"book\",\"version\":2", "\"kind\":\"book\",\"version\":3"));
        Refuses("is a 'pickle', which is not among the kinds", WithManifest("\"kind\":\"net\"", "\"kind\":\"pickle\""));
        Refuses("has no file 'prices.bin', which a 'book' needs", WithManifest("\"kind\":\"net\"", "\"kind\":\"book\""));
        Refuses("it has no kind", WithManifest("\"kind\":\"net\",", ""));
        Refuses("it has no writer", WithManifest("\"writer\":", "\"author\":"));
        string deep = string.Concat(Enumerable.Repeat("{\"name\":\"a\",\"kind\":\"net\",\"version\":1,\"files\":[],\"parts\":[", 9)) + string.Concat(Enumerable.Repeat("]}", 9));
        Refuses("more than 8 deep", WithManifest("\"parts\":[{\"name\":\"net\"", $"\"parts\":[{deep},{{\"name\":\"net\""));
        Refuses("damaged", WithManifest("\"parts\":[{", "\"parts\":" + new string('[', 100_000) + "[{"));
    }

    [Fact]
    public void Sizes_that_the_file_cannot_hold_are_refused_before_memory_is_asked_for()
    {
        long before = GC.GetTotalAllocatedBytes();
        Refuses("declares 4294967294 bytes", Zips.Declare(Good.Value, "net/net.keras", null, 0xFFFFFFFE));
        Refuses("made to fill the memory", Zips.Declare(Good.Value, "net/net.keras", null, 2_000_000_000));
        Refuses("its files declare", Zips.Declare(Good.Value, "net/net.keras", 2_000_000_000, 2_000_000_000));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
        Refuses("damaged", Zips.Declare(Good.Value, "book/prices.bin", null, 8)); // Shorter than it is.
    }

    [Fact]
    public void Zip_bombs_are_refused_before_they_are_unpacked()
    {
        byte[] zeros = new byte[50_000_000];
        byte[] bomb = Zips.Pack([.. Files, KeyValuePair.Create("book/more.bin", zeros), KeyValuePair.Create("net/more.bin", zeros)], CompressionLevel.Optimal);
        Assert.InRange(bomb.Length, 0, 1_000_000);
        long before = GC.GetTotalAllocatedBytes();
        Refuses("made to fill the memory", bomb);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
        Refuses("more than 10000", Zips.Pack([.. Files, .. Enumerable.Range(0, 10_001).Select(i => KeyValuePair.Create($"book/{i}", Array.Empty<byte>()))]));
    }

    /// <summary>A writer compresses only as much as a reader takes from behind compression: what is more is stored, and comes back.</summary>
    [Fact]
    public void Much_text_is_stored_and_comes_back()
    {
        string text = new('7', 45_000_000);
        var kinds = new PartKinds([PartKind.Of<string>("text", (value, writer) => writer.Write("text.json", new System.Text.Json.Nodes.JsonObject { ["text"] = value }), reader => (string)reader.ReadJson("text.json")["text"]!)]);
        FathomFile.Write(_path, kinds, new() { ["one"] = text, ["two"] = "short" });
        Assert.InRange(new FileInfo(_path).Length, text.Length, text.Length + 2_000);
        using FathomFile file = FathomFile.Open(_path, kinds);
        Assert.Equal(text, file.Load<string>("one"));
        Assert.Equal("short", file.Load<string>("two"));
    }
}
