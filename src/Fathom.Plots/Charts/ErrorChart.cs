using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>How the errors of the best model and of the best baseline are distributed.</summary>
internal static class ErrorChart
{
    private const int Bins = 41;

    /// <summary>The picture; null where there are too few errors to show a distribution.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        ReadingUnit unit = ReadingUnit.Of(result.Task);
        (string Model, double[] Errors)[] shown = [.. new[] { result.Verdict.BestModel, result.BestBaseline }.OfType<string>().Distinct()
            .SelectMany(name => result.Forecasts.Where(forecast => forecast.Model == name))
            .Select(forecast => (forecast.Model, forecast.Values.Select((value, index) => (result.Actuals[index] - value) * unit.Factor).ToArray()))];
        if (shown.Length == 0 || shown[0].Errors.Length < 50) return null;
        double[] sorted = [.. shown.SelectMany(series => series.Errors).Order()];
        double low = sorted[(int)(0.005 * sorted.Length)], high = sorted[(int)(0.995 * sorted.Length)];
        if (low >= high) return null;
        double bin = (high - low) / Bins;
        double[] centres = [.. Enumerable.Range(0, Bins).Select(index => low + (index + 0.5) * bin)];
        double mean = shown[0].Errors.Average(), under = 100.0 * shown[0].Errors.Count(error => error > 0) / shown[0].Errors.Length;
        return new Chart(
            $"{shown[0].Model} is {Figures.Fixed(Math.Abs(mean), Figures.Decimals([mean]))} {unit.Label} too {(mean > 0 ? "low" : "high")} on average, and too low {Figures.Fixed(under, 0)} % of the time",
            "Errors are what came true less the forecast. The outermost half percent on either side is not shown.",
            $"Distribution of the forecast errors of {string.Join(" and ", shown.Select(series => series.Model))}.", [],
            width =>
            {
                int right = Canvas.RoomFor(shown.Select(series => SvgWord.Short(series.Model)));
                (string Model, double[] Shares)[] lines = [.. shown.Select(series => (series.Model, Shares(series.Errors)))];
                var canvas = new Canvas(width, width <= Chart.Narrow ? 220 : 280,
                    new AxisRange(low, high, Ticks.Round(low, high, Math.Max(3, width / 110)), $"error, {unit.Label}"),
                    AxisRange.Of(lines.SelectMany(line => line.Shares).Append(0), "share of forecasts, %", 5), right);
                foreach ((string model, double[] shares) in lines)
                    canvas.Line(centres, shares, model == result.BestBaseline ? Palette.Ink : colors[model], 1.8, model == result.BestBaseline, SvgWord.Short(model));
                return canvas;
            });

        double[] Shares(double[] errors)
        {
            double[] shares = new double[Bins];
            foreach (double error in errors)
                if (error >= low && error < high) shares[Math.Min(Bins - 1, (int)((error - low) / bin))] += 100.0 / errors.Length;
            return shares;
        }
    }
}
