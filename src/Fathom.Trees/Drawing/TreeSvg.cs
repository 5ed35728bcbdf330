using System.Globalization;
using System.Security;
using System.Text;

namespace Fathom.Trees;

/// <summary>A tree as a self-contained drawing that follows the reader's light or dark mode.</summary>
internal sealed class TreeSvg(DecisionTree tree, TreeWords words, Func<int, NodeLook> look, int maxDepth)
{
    private const double Width = 168, Height = 62, Gap = 14, Fall = 44, Margin = 16, Head = 34;
    private const int MostLetters = 24;

    private readonly TreePlan _plan = new(tree, maxDepth);
    private readonly StringBuilder _svg = new();

    internal string Write(string title)
    {
        double width = Math.Max(360, _plan.Breadth * (Width + Gap) - Gap + 2 * Margin);
        double height = Head + _plan.Levels * (Height + Fall) - Fall + 2 * Margin;
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" width="{N(width)}" height="{N(height)}" viewBox="0 0 {N(width)} {N(height)}" role="img" aria-label="{Escape(title)}">""");
        Line($"<title>{Escape(title)}</title>");
        Line("<style>");
        Line("svg { background: #fff; color: #111; font: 12px system-ui, sans-serif; }");
        Line("text { fill: currentColor; text-anchor: middle; } .title { font-size: 14px; font-weight: 600; text-anchor: start; } .question { font-weight: 600; }");
        Line(".quiet { fill: #6B7280; } .edge { stroke: #6B7280; fill: none; stroke-opacity: .45; stroke-linecap: round; } .box { fill: #fff; stroke: #6B7280; }");
        Line("@media (prefers-color-scheme: dark) { svg { background: #111; color: #eee; } .box { fill: #111; } .quiet { fill: #9CA3AF; } }");
        Line("</style>");
        Line($"""<text class="title" x="{N(Margin)}" y="{N(Margin + 12)}">{Escape(title)}</text>""");
        foreach (int node in _plan.Drawn.Where(_plan.IsOpen))
        {
            Edge(node, tree.Nodes[node].Left, node == 0 ? "yes" : null, -1);
            Edge(node, tree.Nodes[node].Right, node == 0 ? "no" : null, 1);
        }
        foreach (int node in _plan.Drawn)
            Box(node);
        Line("</svg>");
        return _svg.ToString();
    }

    /// <summary>As broad as the share of the weight that goes this way.</summary>
    private void Edge(int from, int to, string? answer, int side)
    {
        (double x, double y) = Top(from);
        (double toX, double toY) = Top(to);
        y += Height;
        double middle = (y + toY) / 2, broad = 1 + 9 * tree.Nodes[to].Weight / Math.Max(tree.Nodes[0].Weight, double.Epsilon);
        Line($"""<path class="edge" stroke-width="{N(broad)}" d="M{N(x)} {N(y)}C{N(x)} {N(middle)} {N(toX)} {N(middle)} {N(toX)} {N(toY)}"/>""");
        if (answer is not null)
            Line($"""<text class="quiet" x="{N((x + toX) / 2 + side * 22)}" y="{N(middle - 6)}">{answer}</text>""");
    }

    private void Box(int node)
    {
        DecisionTreeNode at = tree.Nodes[node];
        NodeLook shown = look(node);
        (double x, double y) = Top(node);
        double left = x - Width / 2;
        string samples = shown.Size ?? string.Create(CultureInfo.InvariantCulture, $"{at.Samples:N0} {(at.Samples == 1 ? "row" : "rows")}");
        string question = at.IsLeaf ? "" : words.Left(node);
        Line($"<g><title>{Escape($"{(at.IsLeaf ? "leaf" : question)}: {shown.Verdict}, {samples}")}</title>");
        Line($"""<rect class="box" x="{N(left)}" y="{N(y)}" width="{N(Width)}" height="{N(Height)}" rx="6"/>""");
        Line($"""<rect x="{N(left)}" y="{N(y)}" width="{N(Width)}" height="{N(Height)}" rx="6" fill="{shown.Color}" fill-opacity="{N(0.06 + 0.34 * shown.Strength)}"/>""");
        double line = at.IsLeaf ? y + 26 : y + 18;
        if (!at.IsLeaf)
        {
            Line($"""<text class="question" x="{N(x)}" y="{N(line)}">{Escape(Short(_plan.IsOpen(node) ? question : question + " …"))}</text>""");
            line += 17;
        }
        Line($"""<text x="{N(x)}" y="{N(line)}">{Escape(Short(shown.Verdict))}</text>""");
        Line($"""<text class="quiet" x="{N(x)}" y="{N(line + 16)}">{samples}</text>""");
        double start = left + 6;
        foreach ((double share, string color) in shown.Shares)
        {
            double broad = share * (Width - 12);
            if (broad >= 0.5)
                Line($"""<rect x="{N(start)}" y="{N(y + Height - 5)}" width="{N(broad)}" height="3" fill="{color}"/>""");
            start += broad;
        }
        Line("</g>");
    }

    private (double X, double Y) Top(int node) =>
        (Margin + Width / 2 + _plan.PlaceOf(node) * (Width + Gap), Margin + Head + _plan.Depths[node] * (Height + Fall));

    private void Line(string text) => _svg.Append(text).Append('\n');

    private static string Short(string text) => text.Length <= MostLetters ? text : text[..(MostLetters - 1)] + "…";

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
