using System.Text;
using Parquet;
using Parquet.Schema;

namespace Fathom.Tables.Reading;

/// <summary>Turns one column of a parquet file into a <see cref="Column"/>.</summary>
internal static class ParquetColumn
{
    private static readonly Dictionary<Type, Func<Source, Task<Column>>> Readers = new()
    {
        [typeof(double)] = source => Numbers<double>(source, value => value),
        [typeof(float)] = source => Numbers<float>(source, value => value),
        [typeof(sbyte)] = source => Numbers<sbyte>(source, value => value),
        [typeof(byte)] = source => Numbers<byte>(source, value => value),
        [typeof(short)] = source => Numbers<short>(source, value => value),
        [typeof(ushort)] = source => Numbers<ushort>(source, value => value),
        [typeof(int)] = source => Numbers<int>(source, value => value),
        [typeof(uint)] = source => Numbers<uint>(source, value => value),
        [typeof(long)] = source => Numbers<long>(source, value => value),
        [typeof(ulong)] = source => Numbers<ulong>(source, value => value),
        [typeof(decimal)] = source => Numbers<decimal>(source, value => (double)value),
        [typeof(bool)] = source => Numbers<bool>(source, value => value ? 1 : 0),
        [typeof(DateTime)] = source => Times<DateTime>(source, value => value),
        [typeof(DateOnly)] = source => Times<DateOnly>(source, value => value.ToDateTime(TimeOnly.MinValue)),
        [typeof(ReadOnlyMemory<char>)] = Texts,
    };

    public static bool CanRead(DataField field) => Readers.ContainsKey(field.ClrType);

    public static Task<Column> ReadAsync(ParquetReader reader, DataField field, int rows, ColumnRules rules) =>
        Readers[field.ClrType](new Source(reader, field, rows, rules));

    private static async Task<Column> Numbers<T>(Source source, Func<T, double> convert) where T : struct =>
        new NumberColumn(source.Field.Name, await Values(source, convert, double.NaN).ConfigureAwait(false));

    private static async Task<Column> Times<T>(Source source, Func<T, DateTime> convert) where T : struct =>
        new TimeColumn(source.Field.Name, await Values(source, convert, TimeColumn.Missing).ConfigureAwait(false));

    private static async Task<TResult[]> Values<T, TResult>(Source source, Func<T, TResult> convert, TResult missing) where T : struct
    {
        var values = new TResult[source.Rows];
        int at = 0;
        foreach (ParquetRowGroupReader group in source.Reader.RowGroups)
        {
            var count = (int)group.RowCount;
            if (source.Field.IsNullable)
            {
                var read = new T?[count];
                await group.ReadAsync<T>(source.Field, read.AsMemory()).ConfigureAwait(false);
                for (int row = 0; row < count; row++) values[at + row] = read[row] is T value ? convert(value) : missing;
            }
            else
            {
                var read = new T[count];
                await group.ReadAsync<T>(source.Field, read.AsMemory()).ConfigureAwait(false);
                for (int row = 0; row < count; row++) values[at + row] = convert(read[row]);
            }
            at += count;
        }
        return values;
    }

    // Text that is a time in every row becomes times, as in a csv; text that looks like numbers stays text, since the file says so.
    private static async Task<Column> Texts(Source source)
    {
        var levels = new LevelBuilder(new MissingTexts([]));
        TimeBuilder? times = new(source.Rules.TimeFormat, source.Rules.Times.Contains(source.Field.Name));
        TextCell? firstText = null;
        long row = 0;
        bool anyTime = false;
        foreach (ParquetRowGroupReader group in source.Reader.RowGroups)
        {
            var read = new string?[group.RowCount];
            await group.ReadAsync(source.Field, read.AsMemory()!).ConfigureAwait(false);
            foreach (string? text in read)
            {
                row++;
                levels.Add(text);
                if (string.IsNullOrWhiteSpace(text))
                {
                    times?.AddMissing();
                    continue;
                }
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                firstText ??= source.Rules.Cell(bytes, row, 0);
                if (times is null) continue;
                if (times.TryAdd(bytes)) anyTime = true;
                else if (source.Rules.Times.Contains(source.Field.Name)) throw source.Rules.NoTime(source.Field.Name, source.Rules.Cell(bytes, row, 0));
                else times = null;
            }
        }
        return times is not null && anyTime ? new TimeColumn(source.Field.Name, times.Build()) : levels.Build(source.Field.Name, firstText);
    }

    /// <summary>One column of one file.</summary>
    private sealed record Source(ParquetReader Reader, DataField Field, int Rows, ColumnRules Rules);
}
