using System.Globalization;
using Fathom.Forecasting;

namespace Fathom.Plots;

/// <summary>Numbers as a reader wants them: few figures, thousands separated, a dash for what does not apply.</summary>
internal static class Figures
{
    /// <summary>Stands where a value does not apply.</summary>
    public const string None = "–";

    /// <summary>Decimals that show the smallest value of a column with four significant figures; 0–8.</summary>
    public static int Decimals(IEnumerable<double> values)
    {
        double smallest = values.Select(Math.Abs).Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).Min();
        return Math.Clamp(3 - (int)Math.Floor(Math.Log10(smallest)), 0, 8);
    }

    /// <summary>A number with a fixed count of decimals; a dash where it is null, not a number or infinite.</summary>
    public static string Fixed(double? value, int decimals) => value is double known && double.IsFinite(known)
        ? Minus(known.ToString($"N{decimals}", CultureInfo.InvariantCulture))
        : None;

    /// <summary>A number with four significant figures.</summary>
    public static string Significant(double? value) => value is double known ? Fixed(known, Decimals([known])) : None;

    /// <summary>A fraction as a percentage with one decimal, without the sign for percent.</summary>
    public static string Percent(double? fraction) => Fixed(Math.Round(fraction * 100 ?? double.NaN, 1) + 0.0, 1);

    /// <summary>A p-value to two figures.</summary>
    public static string PValue(double? value) => value switch
    {
        null or double.NaN => None,
        < 0.001 => "< 0.001",
        < 0.01 => Fixed(value, 4),
        < 0.1 => Fixed(value, 3),
        _ => Fixed(value, 2),
    };

    /// <summary>A whole number.</summary>
    public static string Count(long? value) => value is long known ? Minus(known.ToString("N0", CultureInfo.InvariantCulture)) : None;

    /// <summary>A number of things: "1 gap", "3 gaps".</summary>
    public static string Count(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>A duration as 0.02 s, 1.2 s, 3 m 05 s, 2 h 07 m.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.095 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3599.5 => string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Round(time.TotalSeconds) / 60} m {(int)Math.Round(time.TotalSeconds) % 60:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} m"),
    };

    /// <summary>A date, with the time of day where there is one.</summary>
    public static string Date(DateTime time) => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Short name of a loss.</summary>
    public static string Name(ForecastLoss loss) => loss switch
    {
        ForecastLoss.Qlike => "QLIKE",
        ForecastLoss.RootMeanSquaredError => "RMSE",
        _ => "MAE",
    };

    private static string Minus(string number) => number.Replace('-', '−');
}
