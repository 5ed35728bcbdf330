using System.Text;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Where a part of a <c>.fathom</c> file is written: files of its own, and parts within it.</summary>
public sealed class PartWriter
{
    private readonly PartOutput _output;
    private readonly string _folder;
    private readonly List<string> _files = [];
    private readonly List<PartDescription> _parts = [];

    internal PartWriter(PartOutput output, string folder) => (_output, _folder) = (output, folder);

    /// <summary>Writes a JSON file.</summary>
    /// <param name="file">Its name, which ends in <c>.json</c>.</param>
    /// <param name="content">What it holds.</param>
    /// <exception cref="ArgumentException">The name is taken, or holds other characters than letters, digits, '_', '-' and '.'.</exception>
    public void Write(string file, JsonObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(content.ToJsonString())));
    }

    /// <summary>Writes a file. One that ends in <c>.json</c> is compressed; others are taken to be numbers, which do not compress.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="write">Writes the content, at most 2 GB.</param>
    /// <exception cref="ArgumentException">The name is taken, or holds other characters than letters, digits, '_', '-' and '.'.</exception>
    public void Write(string file, Action<Stream> write)
    {
        PartNames.Check(file, nameof(file));
        ArgumentNullException.ThrowIfNull(write);
        _files.Add(Take(file));
        using var content = new MemoryStream();
        write(content);
        _output.Put(_folder + file, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    /// <summary>Writes a part within this one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="part">What it is: of one of the kinds that the file is written with.</param>
    /// <exception cref="ArgumentException">The name is taken or not allowed, or no kind writes such a part.</exception>
    public void WritePart(string name, object part)
    {
        PartNames.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(part);
        string folder = Take(name) + "/";
        PartKind kind = _output.Kinds.Of(part, name);
        var inner = new PartWriter(_output, folder);
        kind.Write(part, inner);
        _parts.Add(new PartDescription(name, kind.Name, kind.Version, inner._files, inner._parts));
    }

    internal IReadOnlyList<PartDescription> Parts => _parts;

    private string Take(string name) =>
        _output.Take(_folder + name) ? _folder + name : throw new ArgumentException($"There is a '{name}' in '{_folder}' already. Give each a name of its own; capitals do not tell them apart.", nameof(name));
}
