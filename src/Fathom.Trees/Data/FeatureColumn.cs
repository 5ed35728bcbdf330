namespace Fathom.Trees;

/// <summary>
/// One input column: numbers with NaN as missing, or categories with <see langword="null"/> as missing.
/// Arrays convert implicitly, so <c>Features.FromColumns(age, income, city)</c> takes <c>float[]</c>, <c>double[]</c> and <c>string[]</c> side by side.
/// </summary>
/// <remarks>Numbers are held in single precision: two doubles that round to the same float are the same value to a tree.</remarks>
public sealed class FeatureColumn
{
    /// <summary>More levels than this could not be told apart as single-precision codes.</summary>
    private const int MaxLevels = 1 << 24;

    private FeatureColumn(float[] values, string[]? levels, string? name)
    {
        Values = values;
        Levels = levels;
        Name = name;
    }

    /// <summary>The column's name, or null where none was given.</summary>
    public string? Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Values.Length;

    /// <summary>Whether the column holds categories rather than numbers.</summary>
    public bool IsCategorical => Levels is not null;

    /// <summary>The levels of a categorical column in the order of their codes; null for numbers.</summary>
    public IReadOnlyList<string>? CategoryLevels => Levels;

    /// <summary>The numbers, or the level codes of a categorical column; NaN is missing.</summary>
    internal float[] Values { get; }

    internal string[]? Levels { get; }

    /// <summary>A column of numbers; NaN is missing.</summary>
    /// <param name="values">One value per row; copied.</param>
    /// <param name="name">The name that importances and saved models use.</param>
    /// <exception cref="ArgumentException">A value is infinite.</exception>
    public static FeatureColumn Numbers(ReadOnlySpan<float> values, string? name = null) => Number(values.ToArray(), name);

    /// <summary>A column of numbers, rounded to single precision; NaN is missing.</summary>
    /// <param name="values">One value per row.</param>
    /// <param name="name">The name that importances and saved models use.</param>
    /// <exception cref="ArgumentException">A value is infinite or beyond ±3.4e38.</exception>
    public static FeatureColumn Numbers(ReadOnlySpan<double> values, string? name = null)
    {
        var rounded = new float[values.Length];
        for (int row = 0; row < rounded.Length; row++)
            rounded[row] = (float)values[row];
        return Number(rounded, name);
    }

    /// <summary>A column of categories as strings; null is missing. Levels are coded in order of first appearance.</summary>
    /// <param name="values">One level per row.</param>
    /// <param name="name">The name that importances and saved models use.</param>
    public static FeatureColumn Categories(ReadOnlySpan<string?> values, string? name = null)
    {
        var codes = new float[values.Length];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < codes.Length; row++)
        {
            if (values[row] is not { } level)
            {
                codes[row] = float.NaN;
                continue;
            }
            if (!known.TryGetValue(level, out int code))
                known.Add(level, code = known.Count);
            codes[row] = code;
        }
        return Category(codes, [.. known.Keys], name);
    }

    /// <summary>A column of categories as codes into a list of levels; a negative code is missing.</summary>
    /// <param name="codes">One code per row: an index into <paramref name="levels"/>, or negative for missing.</param>
    /// <param name="levels">The distinct names of the levels.</param>
    /// <param name="name">The name that importances and saved models use.</param>
    /// <exception cref="ArgumentException">A code has no level, or a level appears twice.</exception>
    public static FeatureColumn Categories(ReadOnlySpan<int> codes, IReadOnlyList<string> levels, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string level in levels)
        {
            if (!seen.Add(level))
                throw new ArgumentException($"Level '{level}' of {Label(name)} appears twice; give every level one code.", nameof(levels));
        }
        var values = new float[codes.Length];
        for (int row = 0; row < values.Length; row++)
        {
            if (codes[row] >= levels.Count)
                throw new ArgumentException($"Row {row} of {Label(name)} has code {codes[row]}, but there are only {levels.Count} levels.", nameof(codes));
            values[row] = codes[row] < 0 ? float.NaN : codes[row];
        }
        return Category(values, [.. levels], name);
    }

    /// <summary>Takes numbers as a column without a name.</summary>
    public static implicit operator FeatureColumn(float[] values) => Numbers(Checked(values));

    /// <summary>Takes numbers as a column without a name.</summary>
    public static implicit operator FeatureColumn(double[] values) => Numbers(Checked(values));

    /// <summary>Takes strings as a column of categories without a name.</summary>
    public static implicit operator FeatureColumn(string?[] values) => Categories(Checked(values));

    /// <summary>Takes over a buffer of numbers that nobody else holds.</summary>
    internal static FeatureColumn Number(float[] values, string? name)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (float.IsInfinity(values[row]))
            {
                throw new ArgumentException(
                    $"Row {row} of {Label(name)} is {values[row]} in single precision. Use NaN for a missing value, or clip or rescale the column.", nameof(values));
            }
        }
        return new(values, null, name);
    }

    /// <summary>The chosen rows, in the order given.</summary>
    internal FeatureColumn Take(ReadOnlySpan<int> rows)
    {
        var taken = new float[rows.Length];
        for (int i = 0; i < taken.Length; i++)
            taken[i] = Values[rows[i]];
        return new(taken, Levels, Name);
    }

    internal FeatureColumn Named(string? name) => new(Values, Levels, name ?? Name);

    private static FeatureColumn Category(float[] codes, string[] levels, string? name) =>
        levels.Length <= MaxLevels
            ? new(codes, levels, name)
            : throw new ArgumentException($"{Label(name)} has {levels.Length:N0} levels; at most {MaxLevels:N0} can be told apart. Is it an identifier?", nameof(levels));

    private static T[] Checked<T>(T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }

    private static string Label(string? name) => name is null ? "a feature column" : $"feature '{name}'";
}
