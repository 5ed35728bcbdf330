using Fathom.Forecasting;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>Which stretch of time served for what in each fold.</summary>
internal static class FoldChart
{
    /// <summary>The picture; null where there are no folds.</summary>
    public static Chart? Of(TournamentResult result)
    {
        if (result.Folds.Count == 0) return null;
        IReadOnlyList<FoldRecord> folds = result.Folds;
        int tests = folds.Sum(fold => fold.Count(FoldRole.Test)), purged = folds.Sum(fold => fold.Count(FoldRole.Purge) + fold.Count(FoldRole.Embargo));
        FoldRole[] used = [.. folds.SelectMany(fold => fold.Segments.Select(segment => segment.Role)).Distinct().Order()];
        return new Chart(
            $"{Finding(folds)}: {Figures.Count(folds.Count, "fold", "folds")}, {Figures.Count(tests, "forecast", "forecasts")}",
            $"Each row is one fold. {Figures.Count(purged, "label was", "labels were")} dropped between training, validation and test: purged for sharing days with a later label, or embargoed.",
            string.Join("; ", folds.Select(fold => $"fold {fold.Number}: train {Figures.Count(fold.Count(FoldRole.Train))}, test {Figures.Count(fold.Count(FoldRole.Test))}")),
            [.. used.Select(role => new KeyEntry(Name(role), Palette.Of(role)))],
            width =>
            {
                DateTime first = folds.SelectMany(fold => fold.Segments).Min(segment => segment.StartTime), last = folds.SelectMany(fold => fold.Segments).Max(segment => segment.EndTime);
                var rows = new Ticks([.. folds.Select((_, index) => folds.Count - index - 0.5)], [.. folds.Select(fold => $"fold {fold.Number}")]);
                var canvas = new Canvas(width, 50 + 26 * folds.Count, AxisRange.Of(first, last, width), new AxisRange(0, folds.Count, rows, Grid: false));
                for (int index = 0; index < folds.Count; index++)
                    foreach (FoldSegment segment in folds[index].Segments)
                        canvas.Box(segment.StartTime.ToOADate(), segment.EndTime.ToOADate(), folds.Count - index - 0.85, folds.Count - index - 0.15, Palette.Of(segment.Role));
                return canvas;
            });
    }

    private static string Finding(IReadOnlyList<FoldRecord> folds)
    {
        int overlaps = folds.Sum(fold => fold.Overlaps);
        if (overlaps > 0) return $"The split leaks, {Figures.Count(overlaps, "training label shares", "training labels share")} days with test labels";
        bool past = folds.All(fold => fold.Segments.TakeWhile(segment => segment.Role != FoldRole.Test).Count(segment => segment.Role == FoldRole.Train) == fold.Segments.Count(segment => segment.Role == FoldRole.Train));
        return past ? "Every forecast is made by a model that saw only what came before" : "No training label shares days with a test label";
    }

    private static string Name(FoldRole role) => role switch
    {
        FoldRole.Train => "train",
        FoldRole.Validation => "validation, inside training",
        FoldRole.Purge => "purged",
        FoldRole.Embargo => "embargo",
        _ => "test",
    };
}
