namespace Fathom.Trees;

/// <summary>
/// How many columns, drawn anew in every node, a split may be about. Columns that are constant in the node count as drawn, but drawing goes on until at least one is not.
/// </summary>
public sealed record MaxFeatures
{
    private readonly Func<int, double> _of;

    private MaxFeatures(string name, Func<int, double> of)
    {
        Name = name;
        _of = of;
    }

    /// <summary>All columns. Ties between them go to the lower column in a single tree, and are broken at random in a forest.</summary>
    public static MaxFeatures All { get; } = new("all", columns => columns);

    /// <summary>The square root of the number of columns, rounded down.</summary>
    public static MaxFeatures Sqrt { get; } = new("sqrt", columns => Math.Sqrt(columns));

    /// <summary>The logarithm of the number of columns to base 2, rounded down.</summary>
    public static MaxFeatures Log2 { get; } = new("log2", columns => Math.Log2(columns));

    /// <summary>What model files call it.</summary>
    internal string Name { get; }

    /// <summary>A number of columns; all where there are fewer.</summary>
    /// <param name="count">At least 1.</param>
    public static MaxFeatures Count(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(FormattableString.Invariant($"{count}"), _ => count);
    }

    /// <summary>A share of the columns, rounded down, at least one.</summary>
    /// <param name="fraction">In (0, 1].</param>
    public static MaxFeatures Fraction(double fraction) =>
        fraction is > 0 and <= 1
            ? new(FormattableString.Invariant($"{fraction:R} of all"), columns => columns * fraction)
            : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share of columns lies in (0, 1].");

    /// <summary>Two are equal where they name the same rule.</summary>
    /// <param name="other">The other rule.</param>
    public bool Equals(MaxFeatures? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <exception cref="FormatException">The name is none that a rule has.</exception>
    internal static MaxFeatures Named(string name) => name switch
    {
        "all" => All,
        "sqrt" => Sqrt,
        "log2" => Log2,
        _ when name.EndsWith(" of all", StringComparison.Ordinal) => Fraction(double.Parse(name[..^7], System.Globalization.CultureInfo.InvariantCulture)),
        _ => Count(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };

    internal int Of(int columns) => Math.Clamp((int)_of(columns), 1, columns);
}
