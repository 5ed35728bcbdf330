using Fathom.Plots.Drawing;

namespace Fathom.Plots;

/// <summary>How training went: every figure of a history over the epochs, training beside validation, the best epoch marked in each.</summary>
public static class HistoryChart
{
    private const string Validation = "val_";

    /// <summary>Draws a history.</summary>
    /// <param name="history">Of at least one epoch.</param>
    /// <returns>The text of an svg file: one panel per figure, the loss first. The best epoch is the one of the smallest validation loss, or training loss where there is no validation.</returns>
    /// <exception cref="ArgumentException">No epoch was completed.</exception>
    public static string ToSvg(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Epochs == 0) throw new ArgumentException("The history holds no epoch: training ended before its first was complete. Train for at least one.", nameof(history));
        string[] figures = [.. history.Names.Select(Base).Distinct()];
        string judge = history.Names.Contains($"{Validation}loss") ? $"{Validation}loss" : history.Names.Contains("loss") ? "loss" : history.Names[0];
        int best = Best(history[judge]);
        Chart[] charts = [.. figures.Select(figure => Panel(history, figure, best))];
        return SvgPage.Of(Finding(history, judge, best), "Over epochs, counted from 1. The dashed line is the best epoch.", charts, charts.Length == 1 ? 1 : 2);
    }

    private static string Base(string name) => name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name;

    // The first of the smallest; 0 where no value is a number.
    private static int Best(IReadOnlyList<double> values)
    {
        int best = 0;
        for (int i = 1; i < values.Count; i++)
            if (values[i] < values[best] || (double.IsNaN(values[best]) && !double.IsNaN(values[i]))) best = i;
        return best;
    }

    private static string Finding(History history, string judge, int best)
    {
        IReadOnlyList<double> values = history[judge];
        string what = judge == $"{Validation}loss" ? "Validation loss" : judge == "loss" ? "Training loss" : judge;
        if (!double.IsFinite(values[best])) return $"{what} is never a number";
        string since = best < values.Count - 1 && values[^1] > values[best] ? $", {Figures.Significant(values[^1])} at the end" : "";
        return $"{what} is least in epoch {best + 1} of {values.Count}: {Figures.Significant(values[best])}{since}{(history.StopReason is string reason ? $"; stopped: {reason}" : "")}";
    }

    private static Chart Panel(History history, string figure, int best)
    {
        double[]? training = history.Names.Contains(figure) ? [.. history[figure]] : null, validation = history.Names.Contains(Validation + figure) ? [.. history[Validation + figure]] : null;
        string At(double[]? values) => values is not null && best < values.Length ? Figures.Significant(values[best]) : Figures.None;
        string values = validation is null ? At(training) : training is null ? $"{At(validation)} in validation" : $"{At(training)} in training, {At(validation)} in validation";
        return new Chart($"{figure}: {values}", "", $"{figure} over {history.Epochs} epochs; in epoch {best + 1} {values}", [], width =>
        {
            string[] labels = [.. new[] { training is null ? null : "training", validation is null ? null : "validation" }.OfType<string>()];
            int last = Math.Max(2, history.Epochs);
            var canvas = new Canvas(width, 220, new AxisRange(1, last, Ticks.Whole(1, last, Math.Max(2, width / 70)), "epoch"),
                AxisRange.Of((training ?? []).Concat(validation ?? []), "", 5), Canvas.RoomFor(labels));
            if (history.Epochs > 1) canvas.Rule(best + 1, Palette.Ink);
            Draw(training, Palette.Blue, "training");
            Draw(validation, Palette.Orange, "validation");
            return canvas;

            void Draw(double[]? line, string color, string label)
            {
                if (line is null) return;
                canvas.Line([.. Enumerable.Range(1, line.Length).Select(epoch => (double)epoch)], line, color, label: label);
                if (best < line.Length && double.IsFinite(line[best])) canvas.Dot(best + 1, line[best], color, 7);
            }
        });
    }
}
