using System.Globalization;

namespace Fathom.Tables;

/// <summary>
/// Dividend and split factors as QuantConnect's LEAN keeps them (Common/Data/Auxiliary/CorporateFactorProvider.cs): lines of date, price
/// factor, split factor and reference price. A bar takes the product of price and split factor of the first line whose date is the bar's or
/// later, and 1 beyond the last line.
/// </summary>
public sealed class FactorFile
{
    private readonly FactorRow[] _rows;
    private readonly DateTime[] _dates;

    /// <summary>Creates a factor file from its rows.</summary>
    /// <param name="rows">Rows with strictly rising dates.</param>
    /// <exception cref="TableException">The dates do not rise.</exception>
    public FactorFile(params IEnumerable<FactorRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = [.. rows];
        _dates = [.. _rows.Select(row => row.Date)];
        for (int row = 1; row < _dates.Length; row++)
        {
            if (_dates[row] <= _dates[row - 1])
                throw new TableException("The dates of the factors do not rise.", $"factor file, line {row + 1}", "Sort the lines by date and drop repeats.");
        }
    }

    /// <summary>The rows, oldest first.</summary>
    public IReadOnlyList<FactorRow> Rows => _rows;

    /// <summary>The factors that hold on a date.</summary>
    /// <param name="time">The time of a bar; only its date counts.</param>
    public FactorRow At(DateTime time)
    {
        int place = Array.BinarySearch(_dates, time.Date);
        if (place < 0) place = ~place;
        return place < _rows.Length ? _rows[place] : new FactorRow(DateTime.MaxValue.Date, 1, 1, 0);
    }

    /// <summary>Reads a factor file.</summary>
    /// <param name="path">The file: lines of yyyyMMdd, price factor, split factor, reference price.</param>
    /// <exception cref="TableException">The file is missing or a line does not fit.</exception>
    public static FactorFile Read(string path)
    {
        if (!File.Exists(path)) throw new TableException($"There is no file '{path}'.", Path.GetFullPath(path), "Check the path.");
        using StreamReader reader = File.OpenText(path);
        return Read(reader, path);
    }

    internal static FactorFile Read(TextReader reader, string name)
    {
        var rows = new List<FactorRow>();
        for (int line = 1; reader.ReadLine() is string text; line++)
        {
            if (text.Length == 0) continue;
            string[] parts = text.Split(',');
            if (parts.Length != 4
                || !DateTime.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
                || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out double price)
                || !double.TryParse(parts[2], CultureInfo.InvariantCulture, out double split)
                || !double.TryParse(parts[3], CultureInfo.InvariantCulture, out double reference))
                throw new TableException($"'{text}' is no line of factors.", $"{name}, line {line}", "Lines are yyyyMMdd, price factor, split factor, reference price.");
            rows.Add(new FactorRow(date, price, split, reference));
        }
        return new FactorFile(rows);
    }
}
