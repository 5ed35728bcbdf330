using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>The losses of all forecasters side by side, with their spread over folds.</summary>
internal static class LeaderboardChart
{
    /// <summary>Forecasters this much worse than the best baseline are left to the table: they would squeeze the others together.</summary>
    private const double Hopeless = -1;

    /// <summary>The picture; null for fewer than two forecasters.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        LeaderboardRow[] rows = [.. result.Leaderboard.Where(row => row.Skill > Hopeless)];
        if (rows.Length < 2) return null;
        ReadingUnit unit = ReadingUnit.OfLoss(result.Task);
        string loss = Figures.Name(result.Task.PrimaryLoss);
        double gap = rows[^1].Loss / rows[0].Loss - 1;
        return new Chart(
            $"{rows[0].Model} has the smallest {loss}; the last shown is {Figures.Percent(gap)} % behind",
            $"Dots are the {loss} over all folds, hollow for baselines; bars reach one deviation over seeds to either side.",
            string.Join("; ", rows.Select(row => $"{row.Model} {Figures.Significant(row.Loss * unit.Factor)}")), [],
            width =>
            {
                var names = new Ticks([.. rows.Select((_, index) => rows.Length - index - 0.5)], [.. rows.Select(row => SvgWord.Short(row.Model))]);
                AxisRange losses = AxisRange.Of(rows.SelectMany(row => new[] { Low(row), High(row) }), unit.Label.Length > 0 ? $"{loss}, {unit.Label}" : loss, Math.Max(3, width / 140));
                var canvas = new Canvas(width, 54 + 22 * rows.Length, losses, new AxisRange(0, rows.Length, names, Grid: false));
                for (int index = 0; index < rows.Length; index++)
                {
                    double y = rows.Length - index - 0.5;
                    string color = rows[index].IsBaseline ? Palette.Grey : colors[rows[index].Model];
                    if (rows[index].SeedDeviation > 0) canvas.Segment(Low(rows[index]), y, High(rows[index]), y, color);
                    canvas.Dot(rows[index].Loss * unit.Factor, y, color, 9, rows[index].IsBaseline);
                }

                return canvas;
            });

        double Low(LeaderboardRow row) => (row.Loss - (row.SeedDeviation ?? 0)) * unit.Factor;
        double High(LeaderboardRow row) => (row.Loss + (row.SeedDeviation ?? 0)) * unit.Factor;
    }
}
