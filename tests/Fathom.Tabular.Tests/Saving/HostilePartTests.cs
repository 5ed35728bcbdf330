using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Fathom.Saving;

namespace Fathom.Tabular.Tests.Saving;

/// <summary>Parts that are damaged or mean harm, in files whose checksums are right, end in an error of our own.</summary>
public sealed class HostilePartTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.fathom");

    public void Dispose() => File.Delete(_path);

    private Dictionary<string, byte[]> Good()
    {
        FathomFile.Write(_path, TabularParts.Kinds, new()
        {
            ["ridge"] = Fitted.RidgePipeline, ["boosted"] = Fitted.BoostedClassifier, ["net"] = Fitted.NeuralPipeline, ["trees"] = Fitted.Boosting,
        });
        using ZipArchive zip = ZipFile.OpenRead(_path);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var bytes = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    private void Write(Dictionary<string, byte[]> files)
    {
        files["sha256.txt"] = Encoding.UTF8.GetBytes(string.Concat(
            files.Where(file => file.Key != "sha256.txt").Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n")));
        using FileStream stream = File.Create(_path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in files)
            using (Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open()) entry.Write(content);
    }

    private void Refuses(string words, string file, string old, string replacement)
    {
        Dictionary<string, byte[]> files = Good();
        string text = Encoding.UTF8.GetString(files[file]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[file] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        Write(files);
        using FathomFile opened = FathomFile.Open(_path, TabularParts.Kinds);
        string part = file == "manifest.json" ? "ridge" : file[..file.IndexOf('/', StringComparison.Ordinal)];
        Assert.Contains(words, Assert.Throws<ModelFormatException>(() => opened.Load<object>(part)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_make_no_estimator_are_refused()
    {
        Refuses("make no scaler", "ridge/scale/scaler.json", "\"scale\":[", "\"scale\":[0,");
        Refuses("make no scaler", "ridge/scale/scaler.json", "\"mean\":[", "\"mean\":[1e999,");
        Refuses("cannot be read as a 'standard_scaler'", "ridge/scale/scaler.json", "\"mean\":[", "\"middle\":[");
        Refuses("penalty is a finite number", "ridge/ridge/ridge.json", "\"penalty\":", "\"penalty\":-");
        Refuses("make no ridge", "ridge/ridge/ridge.json", "\"intercept\":", "\"intercept\":1e999,\"other\":");
        Refuses("is no JSON object", "ridge/ridge/ridge.json", "{", "[{");
        Refuses("is no tree model", "trees/trees.json", "fathom.trees", "other");
        Refuses("A fit goes through", "net/net/training.json", "\"epochs\":3", "\"epochs\":0");
        Refuses("is neither a transformer nor an IRegressor", "manifest.json", "\"kind\":\"regression_pipeline\",\"version\":1,\"files\":[],\"parts\":[{\"name\":\"scale\"",
            "\"kind\":\"regression_pipeline\",\"version\":1,\"files\":[],\"parts\":[{\"name\":\"p\",\"kind\":\"classification_pipeline\",\"version\":1,\"files\":[],\"parts\":[]},{\"name\":\"scale\"");
        Refuses("is the estimator", "manifest.json", "\"kind\":\"regression_pipeline\",\"version\":1,\"files\":[],\"parts\":[{\"name\":\"scale\"",
            "\"kind\":\"regression_pipeline\",\"version\":1,\"files\":[],\"parts\":[{\"name\":\"p\",\"kind\":\"regression_pipeline\",\"version\":1,\"files\":[],\"parts\":[]},{\"name\":\"scale\"");
    }

    /// <summary>FATHOM_FUZZ sets how many are tried.</summary>
    [Fact]
    public void Changed_parts_end_in_errors_of_our_own()
    {
        var random = new Random(21);
        Dictionary<string, byte[]> files = Good();
        string[] names = [.. files.Keys.Where(name => name != "sha256.txt")];
        int tries = int.TryParse(Environment.GetEnvironmentVariable("FATHOM_FUZZ"), out int asked) ? asked : 300;
        for (int i = 0; i < tries; i++)
        {
            string name = names[i % names.Length];
            byte[] before = files[name], changed = [.. before];
            bool isText = name.EndsWith(".json", StringComparison.Ordinal);
            for (int changes = random.Next(1, 4); changes > 0; changes--) changed[random.Next(changed.Length)] = (byte)(isText ? random.Next(32, 127) : random.Next(256));
            files[name] = changed;
            Write(files);
            files[name] = before;
            try
            {
                using FathomFile file = FathomFile.Open(_path, TabularParts.Kinds);
                foreach (PartDescription part in file.Parts.Where(part => name == "manifest.json" || name.StartsWith(part.Name, StringComparison.Ordinal))) file.Load<object>(part.Name);
            }
            catch (ModelFormatException)
            {
            }
        }
    }
}
