using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Where a part of a <c>.fathom</c> file is read: its files, and the parts within it.</summary>
public sealed class PartReader
{
    private readonly FathomFile _file;
    private readonly PartDescription _part;
    private readonly string _folder;

    internal PartReader(FathomFile file, PartDescription part, string folder) => (_file, _part, _folder) = (file, part, folder);

    /// <summary>The names of the parts within this one, in order.</summary>
    public IEnumerable<string> Parts => _part.Parts.Select(part => part.Name);

    /// <summary>Reads a file that <see cref="PartWriter.Write(string, Action{Stream})"/> wrote.</summary>
    /// <param name="file">Its name.</param>
    /// <returns>Its bytes, as the checksum says; they can be moved about in.</returns>
    /// <exception cref="ModelFormatException">There is none of the name, or it is damaged.</exception>
    public Stream Open(string file) => new MemoryStream(Bytes(file), writable: false);

    /// <summary>Reads a JSON file.</summary>
    /// <param name="file">Its name.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="ModelFormatException">There is none of the name, or it is damaged.</exception>
    public JsonObject ReadJson(string file)
    {
        byte[] text = Bytes(file);
        try
        {
            JsonObject content = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
            // Made complete here, so that a wrong character in a name is found now.
            _ = content.Count;
            return content;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new ModelFormatException($"{_folder}{file} in '{_file.Path}' is no JSON object ({e.Message.TrimEnd('.')}). Save the file again.", e);
        }
    }

    /// <summary>Reads a part within this one.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ModelFormatException">There is none of the name, or it is something else, or damaged.</exception>
    public T ReadPart<T>(string name) where T : class => _file.Read<T>(_part.Parts, name, _folder);

    private byte[] Bytes(string file) => _part.Files.Contains(_folder + file)
        ? _file.Bytes(_folder + file)
        : throw new ModelFormatException($"Part '{_part.Name}' of '{_file.Path}' has no file '{file}', which a '{_part.Kind}' needs. It has: {string.Join(", ", _part.Files)}.");
}
