using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Plots.Charts;
using Fathom.Plots.Drawing;

namespace Fathom.Plots;

/// <summary>The values of a model's weights, one histogram for each.</summary>
public static class WeightChart
{
    /// <summary>Draws the weights of a model.</summary>
    /// <param name="model">The model, its weights made.</param>
    /// <returns>The text of an svg file; weights that training may not change are grey.</returns>
    /// <exception cref="ArgumentException">The model has no weights.</exception>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    public static string ToSvg(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<WeightStatistics> statistics = WeightReport.Of(model).Weights;
        if (statistics.Count == 0) throw new ArgumentException($"Model '{model.Name}' has no weights to draw.", nameof(model));
        Weight[] weights = [.. model.Layers.SelectMany(layer => layer.Weights).Distinct()];
        Chart[] charts = [.. statistics.Zip(weights, (about, weight) => HistogramPanels.Of(
            $"{about.Name} ({string.Join(", ", about.Shape)}){(about.IsTrainable ? "" : ", frozen")}", weight.ToArray(), about.IsTrainable ? Palette.Blue : Palette.Grey))];
        WeightStatistics widest = statistics.MaxBy(weight => double.IsNaN(weight.Deviation) ? double.PositiveInfinity : weight.Deviation)!;
        return SvgPage.Of($"The weights of {model.Name}: {widest.Name} is spread most widely, deviation {Figures.Significant(widest.Deviation)}",
            "Number of values over the value; each picture has its own scales.", charts, Math.Min(3, charts.Length));
    }
}
