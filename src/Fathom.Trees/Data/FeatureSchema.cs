namespace Fathom.Trees;

/// <summary>What a model knows about its columns: names, the levels of categories in the order of their codes, and the numbers that stand for levels.</summary>
internal sealed class FeatureSchema(IReadOnlyList<string?> names, IReadOnlyList<string[]?> levels, IReadOnlyList<LevelStatistics?> statistics)
{
    /// <summary>Per column: what its levels turn into, or null where trees ask about the levels themselves.</summary>
    internal IReadOnlyList<LevelStatistics?> Statistics => statistics;

    internal IReadOnlyList<string?> Names => names;

    internal IReadOnlyList<string[]?> Levels => levels;

    internal int Count => names.Count;

    internal static FeatureSchema Of(Features features) =>
        new([.. features.Columns.Select(column => column.Name)], [.. features.Columns.Select(column => column.Levels)], new LevelStatistics?[features.Columns.Count]);

    internal FeatureSchema With(IReadOnlyList<LevelStatistics?> levelStatistics) => new(names, levels, levelStatistics) { Rules = Rules };

    /// <summary>Per column how its values are taken; empty where Fathom's own rules hold in all.</summary>
    internal IReadOnlyList<ColumnRules> Rules { get; init; } = [];

    /// <summary>Whether trees ask about other values than rows hold: statistics for codes, or missing values for zeros.</summary>
    internal bool ChangesValues => Rules.Any(rules => rules.HasFlag(ColumnRules.ZeroIsMissing)) || statistics.Any(column => column is not null);

    internal ColumnRules RulesOf(int column) => Rules.Count > 0 ? Rules[column] : ColumnRules.None;

    /// <summary>Row-major rows with codes of levels, as the trees ask about them.</summary>
    internal void EncodeRows(ReadOnlySpan<float> rows, Span<float> encoded)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            int column = i % Count;
            float value = rows[i];
            encoded[i] = statistics[column] is { } known ? known.Of(value) : RulesOf(column).HasFlag(ColumnRules.ZeroIsMissing) && IsZero(value) ? float.NaN : value;
        }
    }

    /// <summary>The number of levels that trees ask about; 0 for numbers and for levels that statistics stand for.</summary>
    internal int SplitLevels(int column) => statistics[column] is null ? levels[column]?.Length ?? 0 : 0;

    /// <summary>The column's name, or "f0", "f1", … where it has none.</summary>
    internal string NameOf(int column) => names[column] ?? $"f{column}";

    /// <summary>The columns with categories in this schema's codes, or as the statistics of their levels; levels it does not know are missing.</summary>
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
        if (levels[index] is not { } known)
            return RulesOf(index).HasFlag(ColumnRules.ZeroIsMissing) ? Array.ConvertAll(column.Values, value => IsZero(value) ? float.NaN : value) : column.Values;
        float[] numbers = NumberPerLevel(column.Levels!, known, statistics[index], RulesOf(index).HasFlag(ColumnRules.UnknownIsLevel) ? known.Length : float.NaN);
        float missing = statistics[index]?.PerLevel[^1] ?? float.NaN;
        return Array.ConvertAll(column.Values, code => float.IsNaN(code) ? missing : numbers[(int)code]);
    }

    /// <summary>For each level of a column, this schema's code or statistic; what is given for others.</summary>
    private static float[] NumberPerLevel(string[] given, string[] known, LevelStatistics? statistics, float unknown)
    {
        var codes = known.Index().ToDictionary(level => level.Item, level => level.Index, StringComparer.Ordinal);
        return Array.ConvertAll(given, level =>
            codes.TryGetValue(level, out int code) ? statistics?.PerLevel[code] ?? code : statistics?.Unknown ?? unknown);
    }

    /// <summary>LightGBM's zero: up to 1e-35 in size.</summary>
    private static bool IsZero(float value) => Math.Abs(value) <= 1e-35f;

    private static string Kind(bool categorical) => categorical ? "categories" : "numbers";
}
