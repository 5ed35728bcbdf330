using System.IO.Compression;

namespace Fathom.Tables.Reading;

/// <summary>Chooses the reader by a file's ending and opens what lies inside gz and zip.</summary>
internal static class TableFile
{
    private static readonly string[] TextEndings = [".csv", ".tsv", ".txt"];

    public static Table Read(string path, ReadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new TableException($"'{path}' is a folder.", full, "Name a file in it.");
        if (!File.Exists(full)) throw Missing(path, full);
        long length = new FileInfo(full).Length;
        if (length == 0) throw new TableException($"'{path}' is empty.", full, "A table file has a line of names and at least one row.");

        string ending = Path.GetExtension(full).ToLowerInvariant();
        try
        {
            if (ending == ".parquet") return ParquetFile.Read(full, options);
            if (TextEndings.Contains(ending)) return CsvFile.Read(new CsvSource(full, ending, () => File.OpenRead(full), length), options);
            if (ending == ".gz") return CsvFile.Read(Gz(full), options);
            if (ending == ".zip") return CsvFile.Read(Zip(full), options);
        }
        catch (InvalidDataException damaged)
        {
            throw new TableException($"'{path}' is damaged: {damaged.Message}", full, "Fetch the file again.", damaged);
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or (IOException and not EndOfStreamException))
        {
            throw new TableException($"'{path}' cannot be read: {unreadable.Message}", full, "Check its permissions and whether another program holds it.", unreadable);
        }
        throw new TableException($"Files ending in '{ending}' are not read.", full, "Use .csv, .tsv, .txt, any of these in .gz or .zip, or .parquet.");
    }

    private static TableException Missing(string path, string full)
    {
        string? folder = Path.GetDirectoryName(full);
        if (folder is null || !Directory.Exists(folder))
            return new TableException($"There is no file '{path}'.", $"{folder ?? full}, which does not exist", "Check the path.");
        string?[] files = [.. Directory.EnumerateFiles(folder).Take(10_000).Select(Path.GetFileName)];
        IReadOnlyList<string> near = NearNames.Of(Path.GetFileName(full), files.OfType<string>());
        string mend = near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(each => $"'{each}'"))}?" : "Check the path.";
        return new TableException($"There is no file '{path}'.", folder, mend);
    }

    private static CsvSource Gz(string full)
    {
        string inner = Path.GetExtension(Path.GetFileNameWithoutExtension(full)).ToLowerInvariant();
        if (inner.Length > 0 && !TextEndings.Contains(inner))
            throw new TableException($"Only text tables are read out of .gz, not '{inner}'.", full, "Unpack the file first.");
        return new CsvSource(full, inner, () => new GzFile(full), Length: null);
    }

    private static CsvSource Zip(string full)
    {
        using ZipArchive archive = ZipFile.OpenRead(full);
        string[] tables = [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => TextEndings.Contains(Path.GetExtension(name).ToLowerInvariant()) && !name.StartsWith("__MACOSX/", StringComparison.Ordinal))];
        if (tables.Length != 1)
            throw new TableException($"The archive holds {tables.Length} tables; one is needed.", full, "Unpack it and name the file to read.");
        string name = tables[0];
        return new CsvSource(full, Path.GetExtension(name).ToLowerInvariant(), () => new ZipMember(full, name), Length: null);
    }
}
