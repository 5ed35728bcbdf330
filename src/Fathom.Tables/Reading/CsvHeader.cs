using CsvHelper;

namespace Fathom.Tables.Reading;

/// <summary>The names at the top of a csv.</summary>
internal static class CsvHeader
{
    /// <summary>Reads the header lines; the reader then stands on the first row of data, if there is one.</summary>
    /// <returns>The names, and whether the reader stands on a row.</returns>
    public static (string[] Names, bool OnRow) Read(CsvReader reader, CsvSource source, int headerRows)
    {
        if (!reader.Read()) throw new TableException($"'{source.Name}' holds no rows.", source.Path, "A csv has a line of names and at least one row.");
        if (headerRows == 0) return ([.. Enumerable.Range(1, reader.FieldCount).Select(place => $"column{place}")], true);

        string[] names = Fields(reader);
        if (headerRows == 1) RefuseNumbers(names, source);
        for (int line = 1; line < headerRows; line++)
        {
            if (!reader.Read()) throw HeaderOnly(source);
            if (reader.FieldCount != names.Length)
                throw CsvFile.Ragged(source, reader.LineNumber, reader.FieldCount, names.Length);
            for (int place = 0; place < names.Length; place++) names[place] = $"{names[place]} {reader.GetString(place).Trim()}".Trim();
        }
        bool onRow = reader.Read();
        if (onRow && headerRows > 1 && NamesFirstColumn(reader, names.Length))
        {
            names[0] = reader.GetString(0).Trim();
            onRow = reader.Read();
        }
        if (!onRow) throw HeaderOnly(source);
        for (int place = 0; place < names.Length; place++)
            if (names[place].Length == 0) names[place] = $"column{place + 1}";
        RefuseTwins(names, source);
        return (names, onRow);
    }

    private static string[] Fields(CsvReader reader)
    {
        var fields = new string[reader.FieldCount];
        for (int place = 0; place < fields.Length; place++) fields[place] = reader.GetString(place).Trim();
        return fields;
    }

    private static bool NamesFirstColumn(CsvReader reader, int count)
    {
        if (reader.FieldCount != count || count < 2 || reader.IsEmpty(0)) return false;
        for (int place = 1; place < count; place++)
            if (!reader.IsEmpty(place)) return false;
        return true;
    }

    private static void RefuseNumbers(string[] names, CsvSource source)
    {
        bool numbers = names.All(name => double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out _));
        if (numbers && names.Any(name => name.Contains('.', StringComparison.Ordinal)))
            throw new TableException("The first line holds numbers, not names.", $"{source.Path}, line 1", "Set ReadOptions.HeaderRows to 0 if the file has no line of names.");
    }

    private static void RefuseTwins(string[] names, CsvSource source)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int place = 0; place < names.Length; place++)
        {
            if (seen.TryAdd(names[place], place)) continue;
            throw new TableException($"Columns {seen[names[place]] + 1} and {place + 1} are both called '{names[place]}'.", $"{source.Path}, line 1",
                "Rename one of them. If a second line completes the names (as in files of yfinance), set ReadOptions.HeaderRows to 2.");
        }
    }

    private static TableException HeaderOnly(CsvSource source) =>
        new($"'{source.Name}' has a line of names but no rows.", source.Path, "Fetch the file again, or check how it was written.");
}
