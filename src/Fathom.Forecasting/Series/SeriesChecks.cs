using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>The checks every series passes before anything is computed from it; each fault has a message of its own.</summary>
internal static class SeriesChecks
{
    public static string Show(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static void Ascending(DateTime[] times, string where)
    {
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] == times[i - 1])
            {
                throw new ForecastException($"Two rows have the time {Show(times[i])}.", $"{where}, rows {i} and {i + 1}",
                    "Keep one row per time; aggregate or drop the others.");
            }

            if (times[i] < times[i - 1])
            {
                throw new ForecastException($"The times do not ascend: {Show(times[i])} comes after {Show(times[i - 1])}.", $"{where}, row {i + 1}",
                    "Sort the rows by time, oldest first.");
            }
        }
    }

    public static void Column(string name, double[] values, DateTime[] times, string where)
    {
        if (values.Length != times.Length)
        {
            throw new ForecastException($"Column '{name}' has {values.Length} values for {times.Length} times.", where,
                "Give every time one value.");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                string what = double.IsNaN(values[i]) ? "no value" : "an infinite value";
                throw new ForecastException($"Column '{name}' has {what} at {Show(times[i])}.", $"{where}, row {i + 1}",
                    "Fill the value or drop the row; Fathom does not guess prices.");
            }
        }
    }

    public static void NotConstant(string name, double[] values, string where)
    {
        if (values.Length > 0 && Array.TrueForAll(values, value => value == values[0]))
        {
            throw new ForecastException(string.Create(CultureInfo.InvariantCulture, $"Column '{name}' is constant: every value is {values[0]}."), where,
                "Name a column that varies; there is nothing to forecast in this one.");
        }
    }

    public static void Positive(string name, double[] values, DateTime[] times, string where, string task)
    {
        int bad = Array.FindIndex(values, value => value <= 0);
        if (bad >= 0)
        {
            throw new ForecastException(
                string.Create(CultureInfo.InvariantCulture, $"Column '{name}' is {values[bad]} at {Show(times[bad])}, and a price that is not positive has no logarithm."),
                $"{where}, row {bad + 1}", $"The {task} task needs positive prices: correct the row, or use the level task for values that are no prices.");
        }
    }
}
