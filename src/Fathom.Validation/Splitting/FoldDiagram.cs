using System.Globalization;
using System.Text;

namespace Fathom.Validation;

/// <summary>
/// A picture of a splitter: one row per split, time from left to right, each place the role of most labels there. Training, purged, embargoed and tested
/// labels are '=', 'x', '~' and '#' in text, and differ in lightness as well as in hue as SVG.
/// </summary>
public static class FoldDiagram
{
    private const string Marks = " =x~#";
    private static readonly string[] Colours = ["none", "#0072B2", "#D55E00", "#E69F00", "#009E73"];
    private static readonly string[] Names = ["unused", "train", "purged", "embargo", "test"];

    /// <summary>The diagram in plain ASCII, with a legend below.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="splitter">The rule that splits.</param>
    /// <param name="width">Characters for the time axis, at least 10. Default 80.</param>
    public static string ToText(LabelSpans spans, ISplitter splitter, int width = 80)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 10);
        int[][] rows = Roles(spans, splitter);
        width = Math.Min(width, spans.Count);
        int digits = rows.Length.ToString(CultureInfo.InvariantCulture).Length;
        var text = new StringBuilder();
        for (int r = 0; r < rows.Length; r++)
        {
            text.Append((r + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits)).Append(" |");
            for (int column = 0; column < width; column++)
                text.Append(Marks[Prevailing(rows[r], column, width)]);
            text.Append("|\n");
        }

        return text.Append(' ', digits).Append("  = train  # test  x purged  ~ embargo\n").ToString();
    }

    /// <summary>The diagram as a self-contained SVG picture that scales with its frame.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="splitter">The rule that splits.</param>
    public static string ToSvg(LabelSpans spans, ISplitter splitter)
    {
        int[][] rows = Roles(spans, splitter);
        const int height = 14, left = 34, width = 720;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {left + width + 6} {(rows.Length + 2) * height}\" font-family=\"system-ui, sans-serif\" font-size=\"10\" role=\"img\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{rows.Length} splits of {spans.Count} labels into training, purged, embargoed and test labels</title>");
        for (int r = 0; r < rows.Length; r++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 6}\" y=\"{r * height + 10}\" text-anchor=\"end\" fill=\"#6B7280\">{r + 1}</text>");
            for (int from = 0; from < spans.Count;)
            {
                int to = from;
                while (to < spans.Count && rows[r][to] == rows[r][from])
                    to++;
                if (rows[r][from] != 0)
                    svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left + (double)from / spans.Count * width:0.##}\" y=\"{r * height + 2}\" width=\"{(double)(to - from) / spans.Count * width:0.##}\" height=\"{height - 4}\" fill=\"{Colours[rows[r][from]]}\"/>");
                from = to;
            }
        }

        for (int role = 1; role < Names.Length; role++)
        {
            int x = left + (role - 1) * 90, y = (rows.Length + 1) * height - 4;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"10\" fill=\"{Colours[role]}\"/><text x=\"{x + 16}\" y=\"{y + 9}\" fill=\"#6B7280\">{Names[role]}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Per split and place in the order of time: 0 unused, 1 train, 2 purged, 3 embargoed, 4 test.</summary>
    private static int[][] Roles(LabelSpans spans, ISplitter splitter)
    {
        ArgumentNullException.ThrowIfNull(spans);
        ArgumentNullException.ThrowIfNull(splitter);
        return [.. splitter.Split(spans).Select(split =>
        {
            var role = new int[spans.Count];
            Mark(split.Train, 1);
            Mark(split.Purged, 2);
            Mark(split.Embargoed, 3);
            Mark(split.Test, 4);
            return Array.ConvertAll(spans.Order, label => role[label]);

            void Mark(int[] labels, int value)
            {
                foreach (int label in labels)
                    role[label] = value;
            }
        })];
    }

    /// <summary>The commonest role in a column; of equally common ones the rarer kind, so that a thin embargo stays visible.</summary>
    private static int Prevailing(int[] roles, int column, int width)
    {
        int from = (int)((long)column * roles.Length / width), to = (int)((long)(column + 1) * roles.Length / width);
        Span<int> counts = stackalloc int[5];
        counts.Clear();
        for (int i = from; i < to; i++)
            counts[roles[i]]++;
        int best = 0;
        foreach (int role in (ReadOnlySpan<int>)[0, 1, 4, 2, 3])
        {
            if (counts[role] >= counts[best])
                best = role;
        }

        return best;
    }
}
