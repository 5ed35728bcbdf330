using Fathom.Diagnostics;
using Fathom.Models;
using Fathom.Plots.Drawing;

namespace Fathom.Plots;

/// <summary>A loss landscape as lines of equal loss, the model in the middle.</summary>
public static class LossLandscapeChart
{
    private const int Levels = 10, Size = 560;

    /// <summary>Draws a landscape.</summary>
    /// <param name="landscape">The landscape.</param>
    /// <returns>
    /// The text of an svg file: lines from blue (low) to vermilion (high), labelled with their loss. Their losses grow by a factor from line to line where they span more than
    /// one power of ten, else by a step.
    /// </returns>
    public static string ToSvg(LossLandscape landscape)
    {
        ArgumentNullException.ThrowIfNull(landscape);
        IReadOnlyList<double> axis = landscape.Coordinates;
        double[] finite = [.. landscape.Losses.Cast<double>().Where(double.IsFinite)];
        int lost = landscape.Losses.Length - finite.Length;
        double low = finite.DefaultIfEmpty(0).Min(), high = finite.DefaultIfEmpty(0).Max();
        bool isLowest = !(low < landscape.Center);
        (double a, double b) = Lowest(landscape, low);
        string finding = isLowest
            ? $"The model is the lowest point of this plane, loss {Figures.Significant(landscape.Center)}"
            : $"The loss falls from {Figures.Significant(landscape.Center)} to {Figures.Significant(low)} at ({Figures.Fixed(a, 2)}, {Figures.Fixed(b, 2)}) on this plane";
        double[] levels = LevelsOf(low, high);
        return SvgPage.Of(new Chart(finding,
            "Lines of equal loss on a plane through the weights, along two random directions whose filters are as long as the model's own: 1 is as far as the weights are long. The dot is the model." +
            (lost > 0 ? $" At {Figures.Count(lost, "point", "points")} the loss is not finite and nothing is drawn." : ""),
            $"loss from {Figures.Significant(low)} to {Figures.Significant(high)} on {axis.Count} by {axis.Count} points", [],
            width =>
            {
                var canvas = new Canvas(Math.Min(width, Size + 60), Size, Along(axis, "first direction"), Along(axis, "second direction"), right: 24);
                for (int k = 0; k < levels.Length; k++)
                {
                    (double X1, double Y1, double X2, double Y2)[] pieces = [.. Contour.Line(axis, axis, landscape.Losses, levels[k])];
                    string color = Tone((double)k / Math.Max(1, levels.Length - 1));
                    foreach ((double x1, double y1, double x2, double y2) in pieces) canvas.Segment(x1, y1, x2, y2, color, 1.5);
                    // Labels of neighbouring lines stand on opposite sides, so that they keep clear of each other.
                    if (pieces.Length == 0) continue;
                    (double X1, double Y1, double X2, double Y2) at = k % 2 == 0 ? pieces.MaxBy(piece => piece.Y1 - Math.Abs(piece.X1)) : pieces.MinBy(piece => piece.Y1 + Math.Abs(piece.X1));
                    canvas.Word(at.X1, at.Y1, Figures.Significant(levels[k]), "middle", halo: true);
                }
                canvas.Dot(0, 0, Palette.Grey, 9);
                return canvas;
            }));
    }

    private static AxisRange Along(IReadOnlyList<double> axis, string title) => new(axis[0], axis[^1], Ticks.Round(axis[0], axis[^1], 6), title, Grid: false);

    private static (double A, double B) Lowest(LossLandscape landscape, double low)
    {
        for (int i = 0; i < landscape.Coordinates.Count; i++)
            for (int j = 0; j < landscape.Coordinates.Count; j++)
                if (landscape.Losses[i, j] == low) return (landscape.Coordinates[i], landscape.Coordinates[j]);
        return (0, 0);
    }

    private static double[] LevelsOf(double low, double high)
    {
        if (!(high > low)) return [];
        bool byFactor = low > 0 && high / low > 10;
        return [.. Enumerable.Range(1, Levels).Select(k => (double)k / (Levels + 1)).Select(share => byFactor ? low * Math.Pow(high / low, share) : low + share * (high - low))];
    }

    // From blue over orange to vermilion.
    private static string Tone(double share)
    {
        (string from, string to, double at) = share < 0.5 ? (Palette.Blue, Palette.Orange, 2 * share) : (Palette.Orange, Palette.Vermilion, 2 * share - 1);
        int Mix(int start) => (int)Math.Round((1 - at) * Convert.ToInt32(from.Substring(start, 2), 16) + at * Convert.ToInt32(to.Substring(start, 2), 16));
        return $"#{Mix(1):X2}{Mix(3):X2}{Mix(5):X2}";
    }
}
