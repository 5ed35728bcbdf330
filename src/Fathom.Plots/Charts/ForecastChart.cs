using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>The last year of forecasts against what came true, on one scale.</summary>
internal static class ForecastChart
{
    private const int Shown = 250;

    /// <summary>The picture; null where nothing was forecast.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        if (result.Actuals.Length < 2 || result.Forecasts.Count == 0) return null;
        ReadingUnit unit = ReadingUnit.Of(result.Task);
        int from = Math.Max(0, result.Actuals.Length - Shown);
        double[] days = [.. result.Times[from..].Select(time => time.ToOADate())];
        double[] Scaled(double[] values) => [.. values[from..].Select(value => value * unit.Factor)];
        string? model = result.Verdict.BestModel, baseline = result.BestBaseline;
        ForecastSeries[] shown = [.. new[] { model, baseline }.OfType<string>().Distinct().SelectMany(name => result.Forecasts.Where(forecast => forecast.Model == name))];
        if (shown.Length == 0) return null;
        double[] actual = Scaled(result.Actuals);
        double spread = Deviation(actual), moved = Deviation(Scaled(shown[0].Values));
        return new Chart(
            $"{shown[0].Model}'s forecasts move {Figures.Fixed(spread > 0 ? 100 * moved / spread : double.NaN, 0)} % as much as what came true",
            $"The last {Figures.Count(days.Length)} forecasts of the test time line, each made {Figures.Count(result.Task.Horizon, "observation", "observations")} earlier.",
            $"Actual {result.Task.Target} with the forecasts of {string.Join(" and ", shown.Select(forecast => forecast.Model))}.", [],
            width =>
            {
                string[] labels = ["actual", .. shown.Select(forecast => SvgWord.Short(forecast.Model))];
                int right = Canvas.RoomFor(labels);
                var canvas = new Canvas(width, width <= Chart.Narrow ? 240 : 320, AxisRange.Of(result.Times[from], result.Times[^1], width - right),
                    AxisRange.Of(actual.Concat(shown.SelectMany(forecast => Scaled(forecast.Values))), $"{result.Task.Target}, {unit.Label}", 6), right);
                canvas.Line(days, actual, Palette.Blue, 1.3, label: "actual");
                foreach (ForecastSeries forecast in shown)
                {
                    bool isBaseline = forecast.Model == baseline;
                    canvas.Line(days, Scaled(forecast.Values), isBaseline ? Palette.Ink : colors[forecast.Model], 1.8, isBaseline, SvgWord.Short(forecast.Model));
                }

                return canvas;
            });
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
