using System.Globalization;
using System.IO.Compression;

namespace Fathom.Validation.Tests;

/// <summary>Columns of the data sets that the published numbers were computed from.</summary>
internal static class TestData
{
    /// <summary>Simulated data sets in a test of a frequency: 400, or 4,000 where FATHOM_SLOW is set.</summary>
    public static int Worlds => Environment.GetEnvironmentVariable("FATHOM_SLOW") is null ? 400 : 4000;

    /// <summary>A column of a csv file (gzipped or not) under the folder FATHOM_DATA; skips the test where the file is absent. Rows where the column is not a number are dropped.</summary>
    public static double[] Column(string file, string column)
    {
        string? root = Environment.GetEnvironmentVariable("FATHOM_DATA");
        string path = Path.Combine(root ?? "", file);
        if (root is null || !File.Exists(path))
            Assert.Skip($"{file} is not in the folder FATHOM_DATA names.");
        using Stream stream = File.OpenRead(path);
        return Column(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream, column);
    }

    /// <summary>A column of statsmodels' macrodata: 203 quarters of the United States, public domain (FRED).</summary>
    public static double[] Macro(string column)
    {
        using Stream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "macrodata.csv"));
        return Column(stream, column);
    }

    public static double[] LogReturns(double[] prices) => Diff(Array.ConvertAll(prices, Math.Log));

    public static double[] Diff(double[] x) => [.. x.Skip(1).Zip(x, (later, earlier) => later - earlier)];

    private static double[] Column(Stream stream, string column)
    {
        using var reader = new StreamReader(stream);
        int at = Array.IndexOf([.. reader.ReadLine()!.Split(',').Select(name => name.Trim('"'))], column);
        Assert.True(at >= 0, $"There is no column {column}.");
        List<double> values = [];
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split(',');
            if (at < cells.Length && double.TryParse(cells[at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
                values.Add(value);
        }

        return [.. values];
    }
}
