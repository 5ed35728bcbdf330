namespace Fathom.Tables;

/// <summary>
/// Text, stored once per distinct value: <see cref="Levels"/> in ordinal order and one code per row. The order depends on the
/// set of values alone, so two files with the same values in different rows get the same codes. Code −1 means missing.
/// </summary>
public sealed class CategoryColumn : Column
{
    /// <summary>Creates a column from one text per row.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">One text per row; null where missing.</param>
    public CategoryColumn(string name, IReadOnlyList<string?> values) : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        Levels = [.. values.Where(value => value is not null).Select(value => value!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var codes = new Dictionary<string, int>(Levels.Length, StringComparer.Ordinal);
        for (int level = 0; level < Levels.Length; level++) codes[Levels[level]] = level;
        Codes = new int[values.Count];
        for (int row = 0; row < Codes.Length; row++) Codes[row] = values[row] is string text ? codes[text] : -1;
    }

    /// <summary>Creates a column from levels and codes, which are not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="levels">The distinct values; in any order, which then is the order of the codes.</param>
    /// <param name="codes">One index into <paramref name="levels"/> per row, or −1 where missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A code is not an index of a level.</exception>
    public CategoryColumn(string name, string[] levels, int[] codes) : base(name)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(codes);
        foreach (int code in codes)
        {
            if (code < -1 || code >= levels.Length)
                throw new ArgumentOutOfRangeException(nameof(codes), code, $"Codes run from -1 (missing) to {levels.Length - 1}.");
        }
        Levels = levels;
        Codes = codes;
    }

    /// <summary>The distinct values. A view for reading: do not change it. After rows were dropped, some levels may have no row.</summary>
    public string[] Levels { get; }

    /// <summary>One index into <see cref="Levels"/> per row, −1 where missing. A view for reading: do not change it.</summary>
    public int[] Codes { get; }

    /// <summary>The text of a row; null where missing.</summary>
    /// <param name="row">0 … <see cref="Count"/> − 1.</param>
    public string? this[int row] => Codes[row] < 0 ? null : Levels[Codes[row]];

    /// <summary>The first cell that kept the column from being read as numbers; null where the column was not read from a file.</summary>
    internal TextCell? FirstText { get; init; }

    /// <inheritdoc/>
    public override int Count => Codes.Length;

    /// <inheritdoc/>
    public override string Kind => "text";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <inheritdoc/>
    public override string Format(int row) => this[row] ?? "";

    /// <inheritdoc/>
    public override CategoryColumn Rename(string name) => new(name, Levels, Codes) { FirstText = FirstText };

    /// <inheritdoc/>
    public override CategoryColumn Take(ReadOnlySpan<int> rows) => new(Name, Levels, Gather(Codes, rows)) { FirstText = FirstText };

    /// <inheritdoc/>
    public override CategoryColumn Slice(int start, int count) => new(Name, Levels, Cut(Codes, start, count)) { FirstText = FirstText };

    internal override int Compare(int first, int second) => string.CompareOrdinal(Levels[Codes[first]], Levels[Codes[second]]);
}
