namespace Fathom.Trees;

/// <summary>What a model knows about its columns: names, and the levels of categories in the order of their codes.</summary>
internal sealed class FeatureSchema(IReadOnlyList<string?> names, IReadOnlyList<string[]?> levels)
{
    internal IReadOnlyList<string?> Names => names;

    internal IReadOnlyList<string[]?> Levels => levels;

    internal int Count => names.Count;

    internal static FeatureSchema Of(Features features) =>
        new([.. features.Columns.Select(column => column.Name)], [.. features.Columns.Select(column => column.Levels)]);

    /// <summary>The column's name, or "f0", "f1", … where it has none.</summary>
    internal string NameOf(int column) => names[column] ?? $"f{column}";

    /// <summary>The columns with categories in this schema's codes; levels it does not know are missing.</summary>
    /// <exception cref="ArgumentException">The columns differ from the schema's in number, kind or name.</exception>
    internal float[][] Encode(Features features)
    {
        if (features.Columns.Count != Count)
            throw new ArgumentException($"There are {features.Columns.Count} feature columns, but the model was fitted on {Count}.", nameof(features));
        var columns = new float[Count][];
        for (int i = 0; i < Count; i++)
            columns[i] = Encode(features.Columns[i], i);
        return columns;
    }

    private float[] Encode(FeatureColumn column, int index)
    {
        if (column.Name is { } name && names[index] is { } expected && name != expected)
        {
            throw new ArgumentException(
                $"Feature column {index} is '{name}', but the model was fitted with '{expected}' there. Give the columns in the order of the fit.", nameof(column));
        }
        if (column.IsCategorical != levels[index] is not null)
        {
            throw new ArgumentException(
                $"Feature column {index} ('{NameOf(index)}') holds {Kind(column.IsCategorical)}, but the model was fitted on {Kind(!column.IsCategorical)} there.", nameof(column));
        }
        if (levels[index] is not { } known || column.Levels!.AsSpan().SequenceEqual(known))
            return column.Values;

        var codes = known.Index().ToDictionary(level => level.Item, level => (float)level.Index, StringComparer.Ordinal);
        float[] translated = Array.ConvertAll(column.Levels!, level => codes.GetValueOrDefault(level, float.NaN));
        return Array.ConvertAll(column.Values, code => float.IsNaN(code) ? code : translated[(int)code]);
    }

    private static string Kind(bool categorical) => categorical ? "categories" : "numbers";
}
