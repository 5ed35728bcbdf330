namespace Fathom.Trees;

/// <summary>
/// What a model knows about the columns that its trees ask about: names, the levels of categories in the order of their codes, and the numbers that stand for levels. The columns
/// that rows are given in come first, combinations of them after.
/// </summary>
internal sealed class FeatureSchema(IReadOnlyList<string?> names, IReadOnlyList<string[]?> levels, IReadOnlyList<LevelStatistics?> statistics)
{
    /// <summary>Per column: what its levels turn into, or null where trees ask about the levels themselves.</summary>
    internal IReadOnlyList<LevelStatistics?> Statistics => statistics;

    internal IReadOnlyList<string?> Names => names;

    internal IReadOnlyList<string[]?> Levels => levels;

    /// <summary>The number of columns that trees may ask about.</summary>
    internal int Count => names.Count;

    /// <summary>The number of columns that rows are given in.</summary>
    internal int Inputs => names.Count - Combinations.Count;

    /// <summary>What the columns after the inputs are made of.</summary>
    internal IReadOnlyList<CategoryCombination> Combinations { get; private init; } = [];

    internal static FeatureSchema Of(Features features) =>
        new([.. features.Columns.Select(column => column.Name)], [.. features.Columns.Select(column => column.Levels)], new LevelStatistics?[features.Columns.Count]);

    /// <summary>The inputs alone, with numbers or codes of levels.</summary>
    internal FeatureSchema Plain => new([.. names.Take(Inputs)], [.. levels.Take(Inputs)], new LevelStatistics?[Inputs]) { Rules = Rules };

    /// <summary>A plain schema with statistics of levels and combinations.</summary>
    internal FeatureSchema With(IReadOnlyList<LevelStatistics?> levelStatistics, IReadOnlyList<(CategoryCombination Combination, LevelStatistics Statistics)> combined) => new(
        [.. names, .. combined.Select(item => string.Join(" × ", item.Combination.Columns.Select(NameOf)))],
        [.. levels, .. new string[]?[combined.Count]],
        [.. levelStatistics, .. combined.Select(item => item.Statistics)])
    {
        Rules = Rules,
        Combinations = [.. combined.Select(item => item.Combination)],
    };

    /// <summary>Per input how its values are taken; empty where Fathom's own rules hold in all.</summary>
    internal IReadOnlyList<ColumnRules> Rules { get; init; } = [];

    /// <summary>Whether trees ask about other values than rows hold: statistics for codes, or missing values for zeros.</summary>
    internal bool ChangesValues => Rules.Any(rules => rules.HasFlag(ColumnRules.ZeroIsMissing)) || statistics.Any(column => column is not null);

    internal ColumnRules RulesOf(int column) => column < Rules.Count ? Rules[column] : ColumnRules.None;

    /// <summary>Whether a column holds numbers themselves, not categories or what stands for them.</summary>
    internal bool IsNumber(int column) => levels[column] is null && statistics[column] is null;

    /// <summary>Row-major rows of the inputs with codes of levels, as the trees ask about them: <see cref="Count"/> values each.</summary>
    internal void EncodeRows(ReadOnlySpan<float> rows, Span<float> encoded)
    {
        int inputs = Inputs;
        for (; !rows.IsEmpty; rows = rows[inputs..], encoded = encoded[Count..])
        {
            for (int column = 0; column < inputs; column++)
            {
                float value = rows[column];
                encoded[column] = statistics[column] is { } known ? known.Of(value) : RulesOf(column).HasFlag(ColumnRules.ZeroIsMissing) && IsZero(value) ? float.NaN : value;
            }
            for (int column = inputs; column < Count; column++)
                encoded[column] = statistics[column]!.Of(Combinations[column - inputs].CodeOf(rows));
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
        if (features.Columns.Count != Inputs)
            throw new ArgumentException($"There are {features.Columns.Count} feature columns, but the model was fitted on {Inputs}.", nameof(features));
        var columns = new float[Count][];
        for (int i = 0; i < Inputs; i++)
            columns[i] = Encode(features.Columns[i], i);
        AddCombinations(features, columns);
        return columns;
    }

    private void AddCombinations(Features features, float[][] columns)
    {
        var codes = new float[]?[Inputs];
        foreach (int column in Combinations.SelectMany(combination => combination.Columns).Distinct())
        {
            float[] known = NumberPerLevel(features.Columns[column].Levels!, levels[column]!, null, unknown: -1);
            codes[column] = Array.ConvertAll(features.Columns[column].Values, code => float.IsNaN(code) ? float.NaN : known[(int)code]);
        }
        for (int i = 0; i < Combinations.Count; i++)
        {
            float[] values = columns[Inputs + i] = new float[features.RowCount];
            for (int row = 0; row < values.Length; row++)
                values[row] = statistics[Inputs + i]!.Of(Combinations[i].CodeOf(codes, row));
        }
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
