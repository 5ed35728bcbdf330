using System.Text.Json;

namespace Fathom.Trees;

/// <summary>Writes and reads files of decision trees and forests.</summary>
internal static class ForestFile
{
    private const string FormatName = "fathom.forest";
    private const int CurrentVersion = 1;

    internal static SavedForest Of(string kind, SavedTreeOptions options, FeatureSchema schema, IEnumerable<DecisionTree> trees) => new()
    {
        Format = FormatName,
        Version = CurrentVersion,
        Kind = kind,
        Options = options,
        Features = [.. Enumerable.Range(0, schema.Count).Select(column => new SavedFeature(schema.Names[column], schema.Levels[column], null))],
        Trees = [.. trees.Select(SavedDecisionTree.Of)],
    };

    internal static void Write(SavedForest forest, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, forest, SavedForestContext.Default.SavedForest);
    }

    /// <summary>Writes beside the file and renames: a failure leaves the old file as it was.</summary>
    internal static void Write(SavedForest forest, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
                Write(forest, stream);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <exception cref="InvalidDataException">The file is no model of this kind, is damaged, or was written by a newer version.</exception>
    internal static T Read<T>(string kind, string path, Func<SavedForest, T> create)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(kind, stream, create);
    }

    /// <exception cref="InvalidDataException">The stream holds no model of this kind, is damaged, or was written by a newer version.</exception>
    internal static T Read<T>(string kind, Stream stream, Func<SavedForest, T> create)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SavedForest forest = Parse(stream);
        if (forest.Format != FormatName)
            throw new InvalidDataException($"This is no decision tree or forest: its format is '{forest.Format}', not '{FormatName}'.");
        if (forest.Version > CurrentVersion)
            throw new InvalidDataException($"The model has format version {forest.Version}; this library reads up to {CurrentVersion}. Update Fathom.Trees.");
        if (forest.Kind != kind)
            throw new InvalidDataException($"The model is a {forest.Kind}, not a {kind}.");
        try
        {
            return create(forest);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"The model file is damaged: {exception.Message}", exception);
        }
    }

    internal static FeatureSchema Schema(SavedForest forest) => new(
        [.. forest.Features.Select(feature => feature.Name)], [.. forest.Features.Select(feature => feature.Levels)], new LevelStatistics?[forest.Features.Length]);

    private static SavedForest Parse(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize(stream, SavedForestContext.Default.SavedForest) ?? throw new InvalidDataException("The model file holds nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The model file is damaged or no model: {exception.Message}", exception);
        }
    }
}
