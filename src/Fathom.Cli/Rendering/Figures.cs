using System.Globalization;

namespace Fathom.Cli.Rendering;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Figures
{
    /// <summary>Decimals that show the smallest value of a column with four significant figures; at most 8.</summary>
    /// <param name="values">The column.</param>
    public static int Decimals(IEnumerable<double> values)
    {
        double smallest = values.Select(Math.Abs).Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).Min();
        return Math.Clamp(3 - (int)Math.Floor(Math.Log10(smallest)), 0, 8);
    }

    /// <summary>A number with a fixed count of decimals and thousands separated.</summary>
    public static string Fixed(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>A number with four significant figures, never in scientific notation.</summary>
    public static string Significant(double value) => Fixed(value, Decimals([value]));

    /// <summary>A share or a skill as a percentage with one decimal, without its sign for percent.</summary>
    public static string Percent(double fraction)
    {
        double percent = Math.Round(fraction * 100, 1);
        return (percent == 0 ? 0 : percent).ToString("N1", CultureInfo.InvariantCulture);
    }

    /// <summary>A p-value to two figures.</summary>
    public static string PValue(double value) => value switch
    {
        < 0.001 => "<0.001",
        < 0.01 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 0.1 => value.ToString("0.000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: "1 gap", "3 gaps".</summary>
    public static string Count(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>A duration as 0.02 s, 1.2 s, 3 m 05 s, 2 h 07 m.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.095 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3599.5 => string.Create(CultureInfo.InvariantCulture,
            $"{(int)Math.Round(time.TotalSeconds) / 60} m {(int)Math.Round(time.TotalSeconds) % 60:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} m"),
    };
}
