using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Fathom.Saving;

/// <summary>The zip that a <c>.fathom</c> file is, being written.</summary>
internal sealed class PartOutput(ZipArchive zip, PartKinds kinds)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { FathomManifest.FileName, PartArchive.ChecksumsName };
    private readonly StringBuilder _checksums = new();
    private long _deflated;

    public PartKinds Kinds { get; } = kinds;

    /// <summary>Takes a name; false where it is taken already.</summary>
    public bool Take(string path) => _taken.Add(path);

    /// <summary>Adds a file.</summary>
    public void Put(string path, ReadOnlySpan<byte> content)
    {
        // The reader takes no more than this from behind compression.
        bool deflates = path.EndsWith(".json", StringComparison.Ordinal) && _deflated + content.Length <= PartArchive.MostDeflated / 2;
        if (deflates) _deflated += content.Length;
        Store(path, content, deflates);
        _checksums.Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append("  ").Append(path).Append('\n');
    }

    /// <summary>Ends the file: the manifest, then the checksums of all, as <c>sha256sum -c</c> takes them.</summary>
    public void Finish(FathomManifest manifest)
    {
        Put(FathomManifest.FileName, Encoding.UTF8.GetBytes(manifest.ToJson().ToJsonString()));
        Store(PartArchive.ChecksumsName, Encoding.UTF8.GetBytes(_checksums.ToString()), deflates: true);
    }

    private void Store(string path, ReadOnlySpan<byte> content, bool deflates)
    {
        using Stream entry = zip.CreateEntry(path, deflates ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
