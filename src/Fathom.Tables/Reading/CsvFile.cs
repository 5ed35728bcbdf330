using CsvHelper;

namespace Fathom.Tables.Reading;

/// <summary>Reads a csv in one pass, and in a second one the columns whose kind only showed after cells had been stored as another.</summary>
internal static class CsvFile
{
    private const int RowsBetweenChecks = 1 << 14;

    public static Table Read(CsvSource source, ReadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.HeaderRows);
        var rules = new ColumnRules(options, source.Path);
        TextCheck.Run(source);
        try
        {
            ColumnBuilder?[] first = Pass(source, options, names => Chosen(names, source, options, rules));
            if (!first.Any(builder => builder is { Stale: true })) return new Table(first.Where(builder => builder is not null).Select(builder => builder!.Build()));
            ColumnBuilder?[] second = Pass(source, options, _ =>
                [.. first.Select(builder => builder is { Stale: true } ? new ColumnBuilder(builder.Name, rules, textOnly: true) : null)]);
            return new Table(first.Zip(second).Where(pair => pair.First is not null)
                .Select(pair => pair.Second is null ? pair.First!.Build() : pair.Second.Build(pair.First!.FirstText)));
        }
        catch (CsvFormatException malformed)
        {
            string line = malformed.LineNumber > 0 ? $", line {malformed.LineNumber}" : "";
            throw new TableException("Quotes do not match: a field opens a quote that is not closed, or has one in its middle.", source.Path + line,
                "Close the quote; inside a quoted field, write a quote twice.", malformed);
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("it ends too early.", cut);
        }
    }

    public static TableException Ragged(CsvSource source, long line, int found, int expected) =>
        new($"Line {line} has {found} fields where the names have {expected}.", $"{source.Path}, line {line}",
            found == 1 ? "Check the line, or set ReadOptions.Delimiter." : "Correct the line; a field that holds the delimiter must stand in quotes.");

    private static ColumnBuilder?[] Chosen(string[] names, CsvSource source, ReadOptions options, ColumnRules rules)
    {
        foreach (string name in (options.Columns ?? []).Concat(options.Times))
        {
            if (!names.Contains(name))
                throw new TableException($"No such column '{name}'.", source.Path, NearNames.Suggest(name, names, "columns"));
        }
        return [.. names.Select(name => options.Columns is null || options.Columns.Contains(name) ? new ColumnBuilder(name, rules, textOnly: false) : null)];
    }

    private static ColumnBuilder?[] Pass(CsvSource source, ReadOptions options, Func<string[], ColumnBuilder?[]> choose)
    {
        var guard = new MemoryGuard(source.Path, options.MemoryLimit);
        using CsvReader reader = CsvReader.Create(source.Open(), new CsvReaderOptions
        {
            HasHeader = false,
            Separator = options.Delimiter ?? (source.Ending == ".tsv" ? '\t' : null),
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = 1 << 26,
        });
        (string[] names, bool onRow) = CsvHeader.Read(reader, source, options.HeaderRows);
        ColumnBuilder?[] builders = choose(names);
        for (long row = 1; onRow; row++)
        {
            if (reader.FieldCount != builders.Length) throw Ragged(source, reader.LineNumber, reader.FieldCount, builders.Length);
            long line = reader.LineNumber;
            for (int place = 0; place < builders.Length; place++) builders[place]?.Add(reader.GetSpan(place), row, line);
            if (row % RowsBetweenChecks == 0) CheckMemory(guard, builders, source, reader.ByteOffset, line);
            onRow = reader.Read();
        }
        CheckMemory(guard, builders, source, read: 0, reader.LineNumber);
        return builders;
    }

    private static void CheckMemory(MemoryGuard guard, ColumnBuilder?[] builders, CsvSource source, long read, long line)
    {
        long bytes = builders.Sum(builder => builder?.Bytes ?? 0);
        guard.Check(bytes, $"line {line}");
        if (source.Length is long length && read > 1 << 20) guard.Project(bytes, Math.Min(1, (double)read / length), $"line {line}");
    }
}
