using System.Text.Json;

namespace Fathom.Trees;

/// <summary>Writes and reads model files.</summary>
internal static class ModelFile
{
    internal static void Write(GradientBoosting estimator, string kind, Stream stream)
    {
        FittedEnsemble fitted = estimator.Fitted;
        var model = new SavedModel
        {
            Format = SavedModel.FormatName,
            Version = fitted.Ensemble.HasLinearLeaves || fitted.Schema.Combinations.Count > 0 ? 2 : 1,
            Kind = kind,
            Options = SavedOptions.Of(estimator),
            Objective = fitted.Objective.Name,
            Features = [.. Enumerable.Range(0, fitted.Schema.Inputs).Select(column =>
                new SavedFeature(fitted.Schema.Names[column], fitted.Schema.Levels[column], fitted.Schema.Statistics[column], fitted.Schema.Rules.Count > 0 ? fitted.Schema.Rules[column] : null))],
            Combinations = SavedCombination.Of(fitted.Schema),
            BaseScores = [.. fitted.Ensemble.BaseScores],
            Trees = [.. fitted.Ensemble.Trees.Select(SavedTree.Of)],
        };
        JsonSerializer.Serialize(stream, model, SavedModelContext.Default.SavedModel);
    }

    /// <summary>Writes beside the file and renames: a failure leaves the old file as it was.</summary>
    internal static void Write(GradientBoosting estimator, string kind, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Create(temporary))
                Write(estimator, kind, stream);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <exception cref="InvalidDataException">The file is no model of this kind, is damaged, or was written by a newer version.</exception>
    internal static T Read<T>(string kind, Stream stream, IObjective? objective, Func<SavedOptions, FittedEnsemble, T> create)
    {
        SavedModel model = Parse(stream);
        if (model.Format != SavedModel.FormatName)
            throw new InvalidDataException($"This is no tree model: its format is '{model.Format}', not '{SavedModel.FormatName}'.");
        if (model.Version > SavedModel.CurrentVersion)
            throw new InvalidDataException($"The model has format version {model.Version}; this library reads up to {SavedModel.CurrentVersion}. Update Fathom.Trees.");
        if (model.Kind != kind)
            throw new InvalidDataException($"The model is a {model.Kind}, not a {kind}.");
        if (objective is not null && objective.Name != model.Objective)
            throw new InvalidDataException($"The model minimises '{model.Objective}', but the objective given is '{objective.Name}'.");
        try
        {
            SavedModelCheck.Check(model);
            objective ??= ObjectiveNames.Find(model.Objective, model.BaseScores.Length)
                ?? throw new InvalidDataException($"The model minimises '{model.Objective}', an objective of your own: pass it to Load.");
            if (objective.Outputs != model.BaseScores.Length)
                throw new InvalidDataException($"The model file is damaged: it has {model.BaseScores.Length} base scores, but '{objective.Name}' has {objective.Outputs} outputs.");
            Tree[] trees = Array.ConvertAll(model.Trees, tree => tree.ToTree(model.Features.Length + (model.Combinations?.Length ?? 0)));
            var schema = new FeatureSchema(
                [.. model.Features.Select(feature => feature.Name)], [.. model.Features.Select(feature => feature.Levels)], [.. model.Features.Select(feature => feature.Statistics)])
            {
                Rules = Array.Exists(model.Features, feature => feature.Rules is not null) ? [.. model.Features.Select(feature => feature.Rules ?? ColumnRules.None)] : [],
            };
            if (model.Combinations is { } combinations)
                schema = schema.With(schema.Statistics, Array.ConvertAll(combinations, combination => combination.ToCombination(model.Features)));
            return create(model.Options, new(new TreeEnsemble(trees, model.BaseScores), objective, schema));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The model file is damaged: {exception.Message}", exception);
        }
    }

    private static SavedModel Parse(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize(stream, SavedModelContext.Default.SavedModel)
                ?? throw new InvalidDataException("The model file holds nothing.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The model file is damaged or no model: {exception.Message}", exception);
        }
    }
}
