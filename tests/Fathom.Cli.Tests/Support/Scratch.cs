using System.Globalization;
using System.Text;

namespace Fathom.Cli.Tests.Support;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"fathom-cli-{Guid.NewGuid():N}");

    public string Out => Path.Combine(Folder, "out");

    public string[] Entries() => [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order()];

    public string File(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A random walk with drift in business days, and a second column; <paramref name="edit"/> may spoil a row.</summary>
    public string Prices(int rows, Func<int, (string Date, string Close), string>? edit = null, string name = "prices.csv")
    {
        var random = new Random(7);
        var text = new StringBuilder("date,close,other\n");
        DateTime day = new(2015, 1, 1);
        double price = 100;
        for (int row = 0; row < rows; row++)
        {
            day = day.AddDays(day.DayOfWeek == DayOfWeek.Friday ? 3 : day.DayOfWeek == DayOfWeek.Saturday ? 2 : 1);
            price *= Math.Exp(0.0002 + 0.01 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            (string, string) cells = (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), price.ToString("0.0000", CultureInfo.InvariantCulture));
            text.AppendLine(CultureInfo.InvariantCulture, $"{edit?.Invoke(row, cells) ?? $"{cells.Item1},{cells.Item2}"},{random.NextDouble():0.000}");
        }

        return File(name, text.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
