using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>Training and validation loss of one model over its epochs, one pair of lines per fold.</summary>
internal static class LearningChart
{
    /// <summary>The picture; null where no curve has two steps.</summary>
    /// <param name="model">The model.</param>
    /// <param name="curves">Its curves; the first seed's are shown.</param>
    /// <param name="colors">The report's colours.</param>
    public static Chart? Of(string model, IReadOnlyList<TrainingCurve> curves, ModelColors colors)
    {
        TrainingCurve[] drawable = [.. curves.Where(curve => curve.Training.Length > 1)];
        if (drawable.Length == 0) return null;
        TrainingCurve[] shown = [.. drawable.Where(curve => curve.Seed == drawable[0].Seed)];
        double[] kept = [.. shown.Select(curve => (double)curve.BestEpoch).Order()];
        bool rises = shown.Any(curve => curve.Validation.Length > 0 && curve.Validation[^1] > curve.Validation.Min() * 1.02);
        return new Chart(
            $"{model} is best after {Figures.Fixed(kept[kept.Length / 2], 0)} of {Figures.Fixed(shown.Max(curve => curve.Training.Length), 0)} steps{(rises ? ", then overfits" : "")}",
            $"Validation loss in colour, training loss in grey, one pair of lines per fold, a dot at the step that was kept; seed {shown[0].Seed}.",
            string.Join("; ", shown.Select(curve => $"fold {curve.Fold}: best step {curve.BestEpoch}")),
            [new KeyEntry("validation", colors[model]), new KeyEntry("training", Palette.Grey)],
            width =>
            {
                int most = shown.Max(curve => curve.Training.Length);
                var canvas = new Canvas(width, width <= Chart.Narrow ? 200 : 240, new AxisRange(1, Math.Max(2, most), Ticks.Round(1, Math.Max(2, most), 8), "epoch or tree"),
                    AxisRange.Of(shown.SelectMany(curve => curve.Training.Concat(curve.Validation)), "loss, scaled", 5));
                foreach (TrainingCurve curve in shown)
                {
                    canvas.Line(Steps(curve.Training.Length), curve.Training, Palette.Grey, 1);
                    if (curve.Validation.Length > 0) canvas.Line(Steps(curve.Validation.Length), curve.Validation, colors[model], 1.4);
                    if (curve.BestEpoch >= 1 && curve.BestEpoch <= curve.Validation.Length) canvas.Dot(curve.BestEpoch, curve.Validation[curve.BestEpoch - 1], colors[model], 6);
                }

                return canvas;
            });
    }

    private static double[] Steps(int count) => [.. Enumerable.Range(1, count).Select(step => (double)step)];
}
