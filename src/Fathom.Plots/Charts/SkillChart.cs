using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>How each model's advantage over the best baseline grew over the test time line; a line ends at the model's skill.</summary>
internal static class SkillChart
{
    private const int Most = 5;

    /// <summary>The picture; null where there is no baseline or no model to compare.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        double[]? baseline = result.Forecasts.FirstOrDefault(forecast => forecast.Model == result.BestBaseline)?.Losses;
        LeaderboardRow[] models = [.. result.Leaderboard.Where(row => !row.IsBaseline).Take(Most)];
        if (baseline is null || models.Length == 0) return null;
        double total = baseline.Sum();
        if (!(total > 0)) return null;
        double[] days = [.. result.Times.Select(time => time.ToOADate())];
        (string Model, double[] Gain)[] lines = [.. models.Select(row => (row.Model, Gain(result.Forecasts.First(forecast => forecast.Model == row.Model).Losses)))];
        string best = models[0].Skill > 0
            ? $"{models[0].Model} gains {Figures.Percent(models[0].Skill)} % on {result.BestBaseline} over the test years"
            : $"No model gains on {result.BestBaseline} over the test years";
        return new Chart(best,
            "Sum of the baseline's loss less the model's, as a share of the baseline's total: rising means better than the baseline at that time; the end is the skill.",
            string.Join("; ", models.Select(row => $"{row.Model} ends at {Figures.Percent(row.Skill)} %")), [],
            width =>
            {
                bool narrow = width <= Chart.Narrow;
                int right = narrow ? Canvas.RoomFor([.. lines.Select(line => SvgWord.Short(line.Model))]) : Canvas.RoomFor(lines.Select(line => SvgWord.Short(line.Model)));
                var canvas = new Canvas(width, narrow ? 240 : 320, AxisRange.Of(result.Times[0], result.Times[^1], width - right),
                    AxisRange.Of(lines.SelectMany(line => line.Gain).Append(0), "cumulative gain on the baseline, % of its loss", 6), right);
                canvas.Segment(days[0], 0, days[^1], 0, Palette.Ink, 1.4, dashed: true);
                foreach ((string model, double[] gain) in lines) canvas.Line(days, gain, colors[model], label: SvgWord.Short(model));
                return canvas;
            });

        double[] Gain(double[] losses)
        {
            double sum = 0;
            return [.. losses.Select((loss, index) => 100 * (sum += baseline[index] - loss) / total)];
        }
    }
}
