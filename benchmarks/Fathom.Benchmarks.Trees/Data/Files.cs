using System.Globalization;

namespace Fathom.Benchmarks.Trees;

/// <summary>Real data out of the folder that FATHOM_DATA names, split 80 : 20 by a seed.</summary>
internal static class Files
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("FATHOM_DATA");

    internal static bool Exist => Folder is not null && File.Exists(Path.Combine(Folder, "tabular", "UCI_Credit_Card.csv"));

    /// <summary>Default of credit-card clients: 30,000 × 23, the codes of sex, education and marriage categorical.</summary>
    internal static DataSet CreditCard(int seed) => Split("credit-card default", Read("UCI_Credit_Card.csv", skip: 1), seed, [1, 2, 3], true);

    /// <summary>Californian house values in 100,000 $: 20,640 × 9, the distance to the sea categorical.</summary>
    internal static DataSet California(int seed)
    {
        List<float[]> rows = Read("california_housing.csv", skip: 0);
        // The target stands before the last column there.
        foreach (float[] row in rows)
            (row[8], row[9]) = (row[9], row[8] / 100_000);
        return Split("California housing", rows, seed, [8], false);
    }

    private static List<float[]> Read(string file, int skip)
    {
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. File.ReadLines(Path.Combine(Folder!, "tabular", file)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')[skip..].Select(Parse).ToArray())];

        float Parse(string cell)
        {
            if (cell.Length == 0)
                return float.NaN;
            if (float.TryParse(cell, CultureInfo.InvariantCulture, out float value))
                return value;
            codes.TryAdd(cell, codes.Count);
            return codes[cell];
        }
    }

    private static DataSet Split(string name, List<float[]> rows, int seed, int[] categorical, bool isClassification)
    {
        float[][] shuffled = [.. rows];
        new Random(seed).Shuffle(shuffled);
        int train = shuffled.Length * 4 / 5;
        return new($"{name} {train:N0} x {rows[0].Length - 1}", Of(shuffled[..train]), Of(shuffled[train..]), rows[0].Length - 1, categorical, isClassification);
    }

    private static Rows Of(float[][] rows) => new([.. rows.SelectMany(row => row[..^1])], [.. rows.Select(row => row[^1])]);
}
