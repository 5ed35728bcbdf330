using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>The <c>manifest.json</c> of a <c>.fathom</c> file: what it is, who wrote it, and what parts there are. <c>docs/fathom-file.md</c> describes it.</summary>
/// <param name="Writer">What wrote the file.</param>
/// <param name="Written">When, in UTC.</param>
/// <param name="Training">How the parts were trained, if that is known.</param>
/// <param name="Parts">The parts.</param>
internal sealed record FathomManifest(string Writer, DateTime Written, TrainingDescription? Training, IReadOnlyList<PartDescription> Parts)
{
    public const string FileName = "manifest.json";
    private const string Format = "fathom";
    private const int CurrentVersion = 1, DeepestPart = 8;

    /// <summary>The manifest as JSON.</summary>
    public JsonObject ToJson()
    {
        var manifest = new JsonObject
        {
            ["format"] = Format,
            ["version"] = CurrentVersion,
            ["writer"] = Writer,
            ["saved"] = Written.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (Training is not null) manifest["training"] = ToJson(Training);
        manifest["parts"] = ToJson(Parts);
        return manifest;
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="ModelFormatException">It is none, of a newer version, or damaged.</exception>
    public static FathomManifest Read(byte[] text, string source)
    {
        try
        {
            JsonObject manifest = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new JsonException("it is no object");
            if ((string?)manifest["format"] != Format) throw new ModelFormatException($"'{source}' is no .fathom file: its {FileName} has the format '{manifest["format"]}'.");
            int version = (int)manifest["version"]!;
            if (version > CurrentVersion)
                throw new ModelFormatException($"'{source}' is a .fathom file of version {version}, written by {manifest["writer"]}; this library reads up to version {CurrentVersion}. Update Fathom.");
            if (version < 1) throw new JsonException($"its version is {version}");
            return new FathomManifest(
                Text(manifest, "writer"),
                DateTime.Parse(Text(manifest, "saved"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
                manifest["training"] is JsonObject training ? ReadTraining(training) : null,
                ReadParts(manifest["parts"]!.AsArray(), "", 1));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new ModelFormatException($"The {FileName} of '{source}' is damaged ({e.Message.TrimEnd('.')}). Save the file again, or download it again.", e);
        }
    }

    private static JsonObject ToJson(TrainingDescription training)
    {
        var json = new JsonObject();
        if (training.Data is not null) json["data"] = training.Data;
        if (training.Split is not null) json["split"] = training.Split;
        if (training.Seed is int seed) json["seed"] = seed;
        json["versions"] = new JsonObject(training.Versions.Select(version => KeyValuePair.Create<string, JsonNode?>(version.Key, version.Value)));
        return json;
    }

    private static JsonArray ToJson(IReadOnlyList<PartDescription> parts) => new([.. parts.Select(part => new JsonObject
    {
        ["name"] = part.Name,
        ["kind"] = part.Kind,
        ["version"] = part.Version,
        ["files"] = new JsonArray([.. part.Files.Select(file => JsonValue.Create(file))]),
        ["parts"] = ToJson(part.Parts),
    })]);

    private static TrainingDescription ReadTraining(JsonObject json) => new()
    {
        Data = (string?)json["data"],
        Split = (string?)json["split"],
        Seed = (int?)json["seed"],
        Versions = json["versions"]!.AsObject().ToDictionary(version => version.Key, version => (string?)version.Value ?? ""),
    };

    private static PartDescription[] ReadParts(JsonArray list, string folder, int depth)
    {
        if (depth > DeepestPart) throw new FormatException($"parts lie within parts more than {DeepestPart} deep");
        PartDescription[] parts = [.. list.Select(item => ReadPart(item!.AsObject(), folder, depth))];
        if (parts.GroupBy(part => part.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"two parts are named '{twice.Key}'");
        return parts;
    }

    private static string Text(JsonObject json, string key) => (string?)json[key] ?? throw new FormatException($"it has no {key} where it needs one");

    private static PartDescription ReadPart(JsonObject json, string folder, int depth)
    {
        string name = Text(json, "name");
        if (!PartNames.IsValid(name)) throw new FormatException($"'{name}' cannot name a part");
        string own = $"{folder}{name}/";
        string[] files = [.. json["files"]!.AsArray().Select(file => (string?)file ?? "")];
        foreach (string file in files)
            if (!file.StartsWith(own, StringComparison.Ordinal) || !PartNames.IsValid(file[own.Length..]))
                throw new FormatException($"part '{name}' names the file '{file}', which does not lie in its folder '{own}'");
        return new PartDescription(name, Text(json, "kind"), (int)json["version"]!, files, ReadParts(json["parts"]!.AsArray(), own, depth + 1));
    }
}
