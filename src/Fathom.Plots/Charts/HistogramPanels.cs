using Fathom.Plots.Drawing;

namespace Fathom.Plots.Charts;

/// <summary>How values are distributed, one small picture for each set of them.</summary>
internal static class HistogramPanels
{
    private const int Bins = 40;

    /// <summary>The picture of one set.</summary>
    /// <param name="title">What they are.</param>
    /// <param name="values">The values; those that are not finite are counted in the title.</param>
    /// <param name="color">Of the bars.</param>
    public static Chart Of(string title, ReadOnlySpan<float> values, string color)
    {
        double[] finite = [.. values.ToArray().Where(float.IsFinite).Select(value => (double)value)];
        int lost = values.Length - finite.Length;
        string full = lost == 0 ? title : $"{title}, {Figures.Count(lost, "is", "are")} not finite";
        double minimum = finite.DefaultIfEmpty(0).Min(), maximum = finite.DefaultIfEmpty(1).Max();
        if (minimum == maximum) (minimum, maximum) = (minimum - 0.5, maximum + 0.5);
        double[] counts = new double[Bins];
        foreach (double value in finite) counts[Math.Min((int)((value - minimum) / (maximum - minimum) * Bins), Bins - 1)]++;
        double most = Math.Max(1, counts.Max());
        return new Chart(full, "", $"{full}: from {Figures.Significant(finite.DefaultIfEmpty(0).Min())} to {Figures.Significant(finite.DefaultIfEmpty(0).Max())}", [], width =>
        {
            var canvas = new Canvas(width, 130, new AxisRange(minimum, maximum, Ticks.Round(minimum, maximum, Math.Max(2, width / 80)), Grid: false),
                new AxisRange(0, most * 1.04, Ticks.Whole(0, most, 3)), right: 24);
            double step = (maximum - minimum) / Bins;
            for (int bin = 0; bin < Bins; bin++)
                if (counts[bin] > 0) canvas.Box(minimum + step * bin, minimum + step * (bin + 1), 0, counts[bin], color);
            return canvas;
        });
    }
}
