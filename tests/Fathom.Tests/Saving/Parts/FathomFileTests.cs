using System.Text;
using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Tests.Saving.Parts;

public sealed class FathomFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    private string FilePath => Path.Combine(_folder, "nets.fathom");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static Sequential Net(int units = 3)
    {
        using IDisposable seeds = Seeds.Use(units);
        var net = new Sequential($"net{units}") { new Input(4), new Dense(units, Activation.Relu), new Dense(1) };
        net.Compile(new Adam(0.01), Loss.MeanSquaredError, device: "cpu");
        return net;
    }

    private sealed class Vase() : Model("vase");

    internal sealed record Book(string Title, double[] Prices);

    /// <summary>A kind of one's own, with a net inside.</summary>
    internal static PartKinds Kinds { get; } = new(
    [
        .. NetParts.Kinds,
        PartKind.Of<Book>(
            "book",
            (book, writer) =>
            {
                writer.Write("book.json", new JsonObject { ["title"] = book.Title });
                writer.Write("prices.bin", stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(book.Prices)));
            },
            reader =>
            {
                using Stream stream = reader.Open("prices.bin");
                var prices = new double[stream.Length / sizeof(double)];
                stream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(prices.AsSpan()));
                return new Book((string)reader.ReadJson("book.json")["title"]!, prices);
            },
            version: 2),
        PartKind.Of<List<Model>>(
            "shelf",
            (nets, writer) => { foreach (Model net in nets) writer.WritePart(net.Name, net); },
            reader => [.. reader.Parts.Select(reader.ReadPart<Model>)]),
    ]);

    private static Dictionary<string, object> Some => new() { ["small"] = Net(), ["large"] = Net(50), ["prices.2024-01"] = new Book("day", [1.5, double.NaN, -0.0]) };

    [Fact]
    public void Nets_and_others_lie_side_by_side()
    {
        var training = new TrainingDescription { Data = "SPY, 5,846 days", Split = "purged 5-fold, horizon 5", Seed = 7 };
        FathomFile.Write(FilePath, Kinds, Some, training);
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
        using FathomFile file = FathomFile.Open(FilePath, Kinds);
        Assert.Equal([("small", "net", 1), ("large", "net", 1), ("prices.2024-01", "book", 2)], file.Parts.Select(part => (part.Name, part.Kind, part.Version)));
        Assert.Equal(["prices.2024-01/book.json", "prices.2024-01/prices.bin"], file.Parts[2].Files);
        Assert.StartsWith("Fathom 0.", file.Writer, StringComparison.Ordinal);
        Assert.InRange(DateTime.UtcNow - file.Written, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal((training.Data, training.Split, training.Seed), (file.Training!.Data, file.Training.Split, file.Training.Seed));
        Assert.Equal(training.Versions, file.Training.Versions);
        Assert.Contains("Fathom", file.Training.Versions.Keys);

        float[,] x = { { 1, 2, 3, 4 }, { -1, 0.5f, 0, 2 } };
        Assert.Equal(Net().Predict(x).ToArray(), file.Load<Model>("small").Predict(x).ToArray());
        Model large = file.Load<Sequential>("large");
        Assert.Equal(Net(50).Predict(x).ToArray(), large.Predict(x).ToArray());
        Assert.Equal("Adam", large.Optimizer.GetType().Name); // Compiled as it was.
        Book book = file.Load<Book>();
        Assert.Equal("day", book.Title);
        Assert.Equal([BitConverter.DoubleToInt64Bits(1.5), BitConverter.DoubleToInt64Bits(double.NaN), BitConverter.DoubleToInt64Bits(-0.0)], book.Prices.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Parts_lie_within_parts()
    {
        FathomFile.Write(FilePath, Kinds, new() { ["all"] = new List<Model> { Net(), Net(5) } });
        using FathomFile file = FathomFile.Open(FilePath, Kinds);
        Assert.Equal(["all/net3/net.keras", "all/net5/net.keras"], file.Parts[0].Parts.SelectMany(part => part.Files));
        Assert.Equal(["net3", "net5"], file.Load<List<Model>>().Select(net => net.Name));
    }

    /// <summary>What the documentation promises to other languages: a plain zip, a Keras file in it, and sums that <c>sha256sum</c> takes.</summary>
    [Fact]
    public void The_zip_is_what_the_documentation_says()
    {
        FathomFile.Write(FilePath, NetParts.Kinds, new() { ["small"] = Net() });
        Dictionary<string, byte[]> files = Zips.Unpack(FilePath);
        Assert.Equal(["small/net.keras", "manifest.json", "sha256.txt"], files.Keys);
        string manifest = Encoding.UTF8.GetString(files["manifest.json"]);
        JsonNode read = JsonNode.Parse(manifest)!;
        Assert.Equal(
            """{"format":"fathom","version":1,"parts":[{"name":"small","kind":"net","version":1,"files":["small/net.keras"],"parts":[]}]}""",
            new JsonObject { ["format"] = read["format"]!.DeepClone(), ["version"] = read["version"]!.DeepClone(), ["parts"] = read["parts"]!.DeepClone() }.ToJsonString());
        Assert.Equal(
            string.Concat(files.Where(file => file.Key != "sha256.txt").Select(file => $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Value))}  {file.Key}\n")),
            Encoding.UTF8.GetString(files["sha256.txt"]));
        string keras = Path.Combine(_folder, "small.keras");
        File.WriteAllBytes(keras, files["small/net.keras"]);
        Assert.Equal(Net().GetWeights(), Model.Load(keras).GetWeights());
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_file()
    {
        File.WriteAllText(FilePath, "old");
        Refuses<ArgumentException>("Give at least one part", []);
        Refuses<ArgumentException>("cannot be a name", new() { ["../net"] = Net() });
        Refuses<ArgumentException>("cannot be a name", new() { ["a b"] = Net() });
        Refuses<ArgumentException>("capitals do not tell them apart", new() { ["net"] = Net(), ["NET"] = Net() });
        Refuses<ArgumentException>("capitals do not tell them apart", new() { ["manifest.json"] = Net() });
        Refuses<ArgumentException>("no kind of part writes", new() { ["text"] = new StringBuilder() });
        Refuses<InvalidOperationException>("", new() { ["net"] = new Sequential { new Dense(3) } });
        Assert.Throws<DirectoryNotFoundException>(() => FathomFile.Write(Path.Combine(_folder, "no", "a.fathom"), Kinds, Some));
        Assert.Throws<ArgumentException>(() => new PartKinds([.. Kinds, .. NetParts.Kinds]));
        Assert.Throws<ArgumentException>(() => PartKind.Of<Book>("Book", (_, _) => { }, _ => new Book("", [])));

        void Refuses<T>(string words, Dictionary<string, object> parts) where T : Exception
        {
            Assert.Contains(words, Assert.Throws<T>(() => FathomFile.Write(FilePath, Kinds, parts)).Message, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(FilePath));
            Assert.Equal([FilePath], Directory.GetFiles(_folder));
        }
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.Throws<FileNotFoundException>(() => FathomFile.Open(FilePath, Kinds));
        FathomFile.Write(FilePath, Kinds, Some);
        using FathomFile file = FathomFile.Open(FilePath, Kinds);
        Refuses("has no part 'medium'. It has: 'small' (net), 'large' (net)", () => file.Load<Model>("medium"));
        Refuses("is a Book ('book'), not a Model", () => file.Load<Model>("prices.2024-01"));
        Refuses("2 parts that are a Model", () => file.Load<Model>());
        Refuses("holds no StringBuilder", () => file.Load<StringBuilder>());
        Refuses("is a Sequential, not a Vase", () => file.Load<Vase>("small"));
        using FathomFile narrow = FathomFile.Open(FilePath, NetParts.Kinds);
        Refuses("is a 'book', which is not among the kinds it was opened with: net", () => narrow.Load<object>("prices.2024-01"));
        var before = new PartKinds([PartKind.Of<Book>("book", (_, _) => { }, _ => new Book("", []))]);
        using FathomFile older = FathomFile.Open(FilePath, before);
        Refuses("of version 2; this library reads up to 1", () => older.Load<Book>());

        static void Refuses(string words, Func<object> load) => Assert.Contains(words, Assert.Throws<ModelFormatException>(load).Message, StringComparison.Ordinal);
    }
}
