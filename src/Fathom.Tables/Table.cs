using System.Diagnostics.CodeAnalysis;

namespace Fathom.Tables;

/// <summary>
/// Named columns of equal length. A table never changes: every operation returns a new one, sharing columns where it can.
/// Rows are numbered from 0.
/// </summary>
public sealed partial class Table
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _places;

    /// <summary>Creates a table from columns.</summary>
    /// <param name="columns">At least one column; all of one length, no name twice.</param>
    /// <exception cref="TableException">There is no column, lengths differ, or a name appears twice.</exception>
    public Table(params IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (_columns.Length == 0) throw new TableException("A table needs a column.", "a table without columns", "Give it at least one.");
        _places = new Dictionary<string, int>(_columns.Length, StringComparer.Ordinal);
        for (int place = 0; place < _columns.Length; place++)
        {
            Column column = _columns[place];
            if (column.Count != _columns[0].Count)
            {
                throw new TableException($"Column '{column.Name}' has {column.Count} rows, but '{_columns[0].Name}' has {_columns[0].Count}.",
                    "the columns of a new table", "Give all columns the same length.");
            }
            if (!_places.TryAdd(column.Name, place))
                throw new TableException($"Two columns are called '{column.Name}'.", "the columns of a new table", "Rename one of them.");
        }
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(column => column.Name)];

    /// <summary>The number of rows.</summary>
    public int RowCount => _columns[0].Count;

    /// <summary>The number of columns.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>The column of that name.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <exception cref="TableException">No column has it; the message offers the nearest names.</exception>
    public Column this[string name] => TryGet(name, out Column? column) ? column
        : throw new TableException($"No such column '{name}'.", $"a table of {ColumnCount} columns", NearNames.Suggest(name, Names, "columns"));

    /// <summary>Whether a column of that name exists.</summary>
    /// <param name="name">The name, with its case.</param>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>Finds a column that may not exist.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <param name="column">The column, or null.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out Column? column)
    {
        ArgumentNullException.ThrowIfNull(name);
        column = _places.TryGetValue(name, out int place) ? _columns[place] : null;
        return column is not null;
    }

    /// <summary>The number column of that name.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <exception cref="TableException">No such column, or it holds something else; the message names the first cell that does not fit.</exception>
    public NumberColumn Number(string name) => this[name] switch
    {
        NumberColumn numbers => numbers,
        CategoryColumn { FirstText: TextCell cell } => throw new TableException($"Column '{name}' holds text: {cell.Place} has '{cell.Text}'.",
            $"column '{name}'", "Correct the cell, or name its text in ReadOptions.MissingValues if it stands for a missing value."),
        Column other => throw WrongKind(other, "numbers"),
    };

    /// <summary>The category column of that name.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <exception cref="TableException">No such column, or it holds something else.</exception>
    public CategoryColumn Category(string name) => this[name] as CategoryColumn ?? throw WrongKind(this[name], "text");

    /// <summary>The time column of that name.</summary>
    /// <param name="name">The name, with its case.</param>
    /// <exception cref="TableException">No such column, or it holds something else.</exception>
    public TimeColumn Time(string name) => this[name] switch
    {
        TimeColumn times => times,
        CategoryColumn { FirstText: TextCell cell } => throw new TableException(
            $"Column '{name}' holds text, not times: {cell.Place} has '{cell.Text}'.", $"column '{name}'",
            "Correct the cells that are no time, or give the format in ReadOptions.TimeFormat."),
        Column other => throw WrongKind(other, "times"),
    };

    /// <summary>The columns named, in the order named.</summary>
    /// <param name="names">Names of columns.</param>
    /// <exception cref="TableException">No such column.</exception>
    public Table Select(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Table(names.Select(name => this[name]));
    }

    /// <summary>All columns but those named.</summary>
    /// <param name="names">Names of columns.</param>
    /// <exception cref="TableException">No such column, or none is left.</exception>
    public Table Drop(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var dropped = names.Select(name => this[name].Name).ToHashSet(StringComparer.Ordinal);
        return new Table(_columns.Where(column => !dropped.Contains(column.Name)));
    }

    /// <summary>The table with a column more, or with the column of the same name replaced in its place.</summary>
    /// <param name="column">A column of <see cref="RowCount"/> rows.</param>
    /// <exception cref="TableException">The column has another length.</exception>
    public Table With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Contains(column.Name)
            ? new Table(_columns.Select(each => each.Name == column.Name ? column : each))
            : new Table([.. _columns, column]);
    }

    private static TableException WrongKind(Column column, string wanted) =>
        new($"Column '{column.Name}' holds {Plural(column)}, not {wanted}.", $"column '{column.Name}'", $"Name a column of {wanted}.");

    private static string Plural(Column column) => column switch { NumberColumn => "numbers", TimeColumn => "times", _ => "text" };
}
