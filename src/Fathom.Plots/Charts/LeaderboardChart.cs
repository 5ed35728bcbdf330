using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>
/// The skill of all forecasters against the best baseline, with intervals of about 95 %. The Diebold–Mariano statistic is the mean difference in loss over its
/// standard error, so the interval is gain × (1 ± 1.96 / |statistic|).
/// </summary>
internal static class LeaderboardChart
{
    private const double Quantile = 1.96;

    /// <summary>Forecasters this many times worse than the median one are left to the table: they would squeeze the others together.</summary>
    private const double Hopeless = 5;

    /// <summary>The picture; null for fewer than two forecasters or without a baseline to measure skill by.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        if (result.BestBaseline is not string baseline || result.Forecasts.FirstOrDefault(forecast => forecast.Model == baseline)?.Losses.Sum() is not double total || !(total > 0)) return null;
        Row[] all = [.. result.Leaderboard.SelectMany(row => result.Forecasts.Where(forecast => forecast.Model == row.Model).Select(forecast => Row.Of(row, forecast, total)))];
        double[] distances = [.. all.Where(row => row.Board.Model != baseline).Select(row => Math.Abs(row.Gain)).Order()];
        double least = distances.Length == 0 ? 0 : -Hopeless * distances[distances.Length / 2];
        Row[] rows = [.. all.Where(row => row.Gain >= least)];
        if (rows.Length < 2) return null;
        Row[] models = [.. rows.Where(row => !row.Board.IsBaseline)];
        int clear = models.Count(row => row.Low > 0);
        string finding = models.Length == 0 ? $"{baseline} is the best of {Figures.Count(rows.Length, "baseline", "baselines")}"
            : clear == 0 ? $"No model lies clearly above {baseline}, the best baseline"
            : $"{Figures.Count(clear, "model lies", "models lie")} clearly above {baseline}, the best baseline, each taken by itself";
        string loss = result.Task.PrimaryLoss == ForecastLoss.RootMeanSquaredError ? "squared error" : Figures.Name(result.Task.PrimaryLoss);
        string left = all.Length == rows.Length ? "" : $" {Figures.Count(all.Length - rows.Length, "forecaster is", "forecasters are")} more than {Figures.Percent(-least)} % worse than {baseline} and left to the table.";
        return new Chart(finding,
            $"Skill in {loss}; hollow dots are baselines. Bars are intervals of about 95 % from the Diebold–Mariano test of each forecaster by itself: of many, one lies above by luck, which only the SPA p-value pays for.{left}",
            string.Join("; ", rows.Select(row => $"{row.Board.Model} {Figures.Percent(row.Gain)} %{(row.High > row.Low ? $" ({Figures.Percent(row.Low)} to {Figures.Percent(row.High)})" : "")}")), [],
            width =>
            {
                var names = new Ticks([.. rows.Select((_, index) => rows.Length - index - 0.5)], [.. rows.Select(row => SvgWord.Short(row.Board.Model))]);
                AxisRange skills = AxisRange.Of(rows.SelectMany(row => new[] { 100 * row.Low, 100 * row.High, 0 }), $"skill against {SvgWord.Short(baseline)}, %", Math.Max(3, width / 120));
                var canvas = new Canvas(width, 54 + 22 * rows.Length, skills, new AxisRange(0, rows.Length, names, Grid: false));
                canvas.Segment(0, 0, 0, rows.Length, Palette.Ink, 1.4, dashed: true);
                for (int index = 0; index < rows.Length; index++)
                {
                    Row row = rows[index];
                    double y = rows.Length - index - 0.5;
                    string color = row.Board.IsBaseline ? Palette.Grey : colors[row.Board.Model];
                    if (row.High > row.Low) canvas.Segment(100 * row.Low, y, 100 * row.High, y, color);
                    canvas.Dot(100 * row.Gain, y, color, 9, row.Board.IsBaseline);
                }

                return canvas;
            });
    }

    /// <summary>The interval of a mean gain, given the statistic that says how many standard errors it is from 0.</summary>
    internal static (double Low, double High) Interval(double gain, double? statistic)
    {
        double half = statistic is double known && Math.Abs(known) > 1e-9 ? Quantile * Math.Abs(gain / known) : 0;
        return (gain - half, gain + half);
    }

    private sealed record Row(LeaderboardRow Board, double Gain, double Low, double High)
    {
        public static Row Of(LeaderboardRow board, ForecastSeries series, double total)
        {
            double gain = 1 - series.Losses.Sum() / total;
            (double low, double high) = Interval(gain, board.AgainstBestBaseline?.Statistic);
            return new Row(board, gain, low, high);
        }
    }
}
