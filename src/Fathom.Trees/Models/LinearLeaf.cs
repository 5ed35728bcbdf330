namespace Fathom.Trees;

/// <summary>
/// What a linear leaf adds to the raw score of a row that has a value in each of its columns: a constant plus a coefficient times the value, column by column
/// (Shi, Li &amp; Li 2019, "Gradient Boosting with Piece-Wise Linear Regression Trees"). The learning rate is included. Immutable.
/// </summary>
public sealed class LinearLeaf : IEquatable<LinearLeaf>
{
    private readonly int[] _columns;
    private readonly double[] _coefficients;

    /// <summary>Builds a linear leaf.</summary>
    /// <param name="constant">The term without a column.</param>
    /// <param name="columns">The numbers of columns of numbers, ascending; at least one.</param>
    /// <param name="coefficients">One per column.</param>
    /// <exception cref="ArgumentException">There is no column, the columns do not ascend from 0 on, there is not one coefficient for each, or a number is not finite.</exception>
    public LinearLeaf(double constant, ReadOnlySpan<int> columns, ReadOnlySpan<double> coefficients)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("A linear leaf has at least one column; a leaf without is a constant.", nameof(columns));
        if (columns.Length != coefficients.Length)
            throw new ArgumentException($"A linear leaf has {columns.Length} columns but {coefficients.Length} coefficients.", nameof(coefficients));
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0 || (i > 0 && columns[i] <= columns[i - 1]))
                throw new ArgumentException($"A linear leaf's columns ascend from 0 on, but number {i} is {columns[i]}.", nameof(columns));
            if (!double.IsFinite(coefficients[i]))
                throw new ArgumentException($"A linear leaf's coefficient of column {columns[i]} is {coefficients[i]}.", nameof(coefficients));
        }
        if (!double.IsFinite(constant))
            throw new ArgumentException($"A linear leaf's constant is {constant}.", nameof(constant));
        Constant = constant;
        _columns = columns.ToArray();
        _coefficients = coefficients.ToArray();
    }

    /// <summary>The term without a column.</summary>
    public double Constant { get; }

    /// <summary>The numbers of the columns, ascending.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>What each column's value is multiplied by.</summary>
    public IReadOnlyList<double> Coefficients => _coefficients;

    /// <summary>Whether two leaves have the same constant, columns and coefficients.</summary>
    public bool Equals(LinearLeaf? other) =>
        other is not null && Constant.Equals(other.Constant) && _columns.AsSpan().SequenceEqual(other._columns) && _coefficients.AsSpan().SequenceEqual(other._coefficients);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LinearLeaf);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Constant, _columns.Length, _columns[0], _coefficients[0]);

    /// <summary>What the leaf adds to a row's score.</summary>
    /// <param name="row">The row.</param>
    /// <param name="missing">What it adds where a value is missing.</param>
    internal double Of(ReadOnlySpan<float> row, double missing)
    {
        double sum = Constant;
        for (int i = 0; i < _columns.Length; i++)
            sum += _coefficients[i] * row[_columns[i]];
        return double.IsNaN(sum) ? missing : sum;
    }

    /// <summary>What the leaf adds to the score of a row that lies in columns.</summary>
    /// <param name="columns">Values of all rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="missing">What it adds where a value is missing.</param>
    internal double Of(float[][] columns, int row, double missing)
    {
        double sum = Constant;
        for (int i = 0; i < _columns.Length; i++)
            sum += _coefficients[i] * columns[_columns[i]][row];
        return double.IsNaN(sum) ? missing : sum;
    }

    internal LinearLeaf Scaled(double factor) => new(factor * Constant, _columns, Array.ConvertAll(_coefficients, coefficient => factor * coefficient));

    internal LinearLeaf Plus(double score) => new(Constant + score, _columns, _coefficients);
}
