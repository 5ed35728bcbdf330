using Fathom.Diagnostics;
using Fathom.Plots.Drawing;

namespace Fathom.Plots;

/// <summary>A learning-rate range test: the loss over the rate, on a logarithmic scale, and the rate to take.</summary>
public static class LearningRateChart
{
    /// <summary>Draws a search.</summary>
    /// <param name="search">What the range test found: at least two rates, all above 0.</param>
    /// <returns>The text of an svg file. Where training diverges the curve is cut, so that the part before shows.</returns>
    /// <exception cref="ArgumentException">There are fewer than two rates, one is not positive, or rates and losses differ in number.</exception>
    public static string ToSvg(LearningRateSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Rates.Count < 2 || search.Losses.Count != search.Rates.Count || search.Rates.Any(rate => !(rate > 0)) || !(search.Suggested > 0))
            throw new ArgumentException($"A search has at least two rates above 0, as many losses and a suggestion above 0; this one has {search.Rates.Count} rates and {search.Losses.Count} losses.", nameof(search));
        int shown = Shown(search.Losses);
        double[] x = [.. search.Rates.Select(Math.Log10)], y = [.. search.Losses.Take(shown)];
        int lowest = Enumerable.Range(0, shown).Where(i => double.IsFinite(y[i])).DefaultIfEmpty(0).MinBy(i => y[i]);
        string cut = shown < x.Length ? $" The curve ends where training diverges, at {Rate(search.Rates[shown - 1])}." : "";
        double suggested = Math.Log10(search.Suggested);
        return SvgPage.Of(new Chart(
            $"Train with a learning rate of {Rate(search.Suggested)}",
            $"Loss over the learning rate while the rate grows from step to step; it is least at {Rate(search.Rates[lowest])}. The dashed line is the suggested rate.{cut}",
            $"loss over learning rates from {Rate(search.Rates[0])} to {Rate(search.Rates[^1])}; suggested {Rate(search.Suggested)}", [],
            width =>
            {
                var canvas = new Canvas(width, 320, new AxisRange(Math.Min(x[0], suggested), Math.Max(x[^1], suggested), Decades(x[0], x[^1]), "learning rate"),
                    AxisRange.Of(y, "loss", 6));
                canvas.Rule(suggested, Palette.Ink);
                canvas.Line(x[..shown], y, Palette.Blue, 2);
                int nearest = Enumerable.Range(0, shown).MinBy(i => Math.Abs(x[i] - suggested));
                if (double.IsFinite(y[nearest])) canvas.Dot(x[nearest], y[nearest], Palette.Blue, 9);
                return canvas;
            }));
    }

    // How many losses to show: up to where, after the least, they have risen above the first by as much as it had fallen.
    private static int Shown(IReadOnlyList<double> losses)
    {
        int[] finite = [.. Enumerable.Range(0, losses.Count).Where(i => double.IsFinite(losses[i]))];
        if (finite.Length == 0) return losses.Count;
        int lowest = finite.MinBy(i => losses[i]);
        double first = losses[finite[0]], bound = first + Math.Max(first - losses[lowest], 0.1 * Math.Abs(first));
        for (int i = lowest; i < losses.Count; i++)
            if (!(losses[i] <= bound)) return Math.Max(i, 2);
        return losses.Count;
    }

    private static Ticks Decades(double first, double last)
    {
        int low = (int)Math.Ceiling(first - 1e-9), high = (int)Math.Floor(last + 1e-9);
        if (high - low < 1) return new Ticks([first, last], [Rate(Math.Pow(10, first)), Rate(Math.Pow(10, last))]);
        int[] powers = [.. Enumerable.Range(low, high - low + 1)];
        return new Ticks([.. powers.Select(power => (double)power)], [.. powers.Select(power => Rate(Math.Pow(10, power)))]);
    }

    private static string Rate(double rate) => rate is >= 0.001 and < 1000 ? Figures.Significant(rate).TrimEnd('0').TrimEnd('.') : rate.ToString("0.##e+0", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');
}
