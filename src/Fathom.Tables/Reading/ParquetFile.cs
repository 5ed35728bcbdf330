using Parquet;
using Parquet.Schema;

namespace Fathom.Tables.Reading;

/// <summary>Reads the flat columns of a parquet file, one row group of one column at a time.</summary>
internal static class ParquetFile
{
    // The library is asynchronous throughout; a thread of the pool keeps a caller's synchronization context out of it.
    public static Table Read(string path, ReadOptions options)
    {
        try
        {
            return Task.Run(() => ReadAsync(path, options)).GetAwaiter().GetResult();
        }
        catch (Exception damaged) when (damaged is not (TableException or OutOfMemoryException or UnauthorizedAccessException))
        {
            throw new TableException($"'{Path.GetFileName(path)}' is not a parquet file that can be read: {damaged.Message}", path,
                "Fetch or write the file again.", damaged);
        }
    }

    private static async Task<Table> ReadAsync(string path, ReadOptions options)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        DataField[] fields = Chosen(reader.Schema, path, options);
        long rows = reader.RowGroups.Sum(group => group.RowCount);
        if (rows == 0) throw new TableException($"'{Path.GetFileName(path)}' has names but no rows.", path, "Check how the file was written.");
        new MemoryGuard(path, options.MemoryLimit).Check(rows * fields.Length * 8L, $"{rows} rows of {fields.Length} columns");
        var rules = new ColumnRules(options, path);
        var columns = new Column[fields.Length];
        for (int place = 0; place < columns.Length; place++)
            columns[place] = await ParquetColumn.ReadAsync(reader, fields[place], (int)rows, rules).ConfigureAwait(false);
        return new Table(columns);
    }

    private static DataField[] Chosen(ParquetSchema schema, string path, ReadOptions options)
    {
        string[] names = [.. schema.Fields.Select(field => field.Name)];
        foreach (string name in (options.Columns ?? []).Concat(options.Times))
        {
            if (!names.Contains(name))
                throw new TableException($"No such column '{name}'.", path, NearNames.Suggest(name, names, "columns"));
        }
        var chosen = new List<DataField>();
        foreach (Field field in schema.Fields)
        {
            if (options.Columns is not null && !options.Columns.Contains(field.Name)) continue;
            if (field is not DataField { IsArray: false } data || !ParquetColumn.CanRead(data))
            {
                string flat = string.Join(", ", schema.Fields.OfType<DataField>().Where(each => !each.IsArray && ParquetColumn.CanRead(each)).Select(each => $"'{each.Name}'"));
                throw new TableException($"Column '{field.Name}' holds neither numbers, text nor times.", path, $"Choose among these with ReadOptions.Columns: {flat}.");
            }
            chosen.Add(data);
        }
        return [.. chosen];
    }
}
