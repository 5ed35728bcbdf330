using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Plots.Charts;
using Fathom.Plots.Drawing;
using Fathom.Plots.Report;

namespace Fathom.Plots;

/// <summary>A model as a drawing of its layers and what flows between them (<c>keras.utils.plot_model</c>, without Graphviz).</summary>
public static class ModelDiagram
{
    private const double Apart = 28, Between = 34, Least = 320, Tip = 7;

    /// <summary>Draws a model.</summary>
    /// <param name="model">A functional or sequential model, its weights made.</param>
    /// <param name="showShapes">Whether each box tells the shapes of its inputs and outputs.</param>
    /// <param name="showLayerNames">Whether each box tells the layer's name beside its class.</param>
    /// <param name="showActivations">Whether each box tells its activation.</param>
    /// <param name="expandNested">Whether inner models are opened; their layers are then named <c>model/layer</c>.</param>
    /// <param name="horizontal">From left to right rather than from top to bottom.</param>
    /// <returns>The text of an svg file. Inputs are framed in blue, outputs in green and marked; a layer that is called several times has a dashed box for each call.</returns>
    /// <exception cref="InvalidOperationException">The model is a derived class, which computes in plain code, or has no weights yet.</exception>
    public static string ToSvg(
        Model model, bool showShapes = false, bool showLayerNames = false, bool showActivations = false, bool expandNested = false, bool horizontal = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var paths = new List<string>();
        ModelGraph graph = expandNested ? OpenedGraph.Of(model.GetGraph(), paths) : model.GetGraph();
        DiagramBox[] boxes = [.. graph.Calls.Select((_, index) => DiagramBox.Of(graph, index, expandNested ? paths[index] : "", showShapes, showLayerNames, showActivations))];
        var maker = graph.Calls.SelectMany((call, index) => call.Outputs.Select(output => (output, index))).ToDictionary();
        (int From, int To)[] edges = [.. graph.Calls.SelectMany((call, index) => call.Inputs.Select(input => (maker[input], index))).Distinct()];
        var layout = new LayeredLayout([.. boxes.Select(box => horizontal ? box.Height : box.Width)], edges, Apart);
        double[] depth = new double[layout.Ranks.Max() + 1], start = new double[depth.Length];
        for (int i = 0; i < boxes.Length; i++) depth[layout.Ranks[i]] = Math.Max(depth[layout.Ranks[i]], horizontal ? boxes[i].Width : boxes[i].Height);
        for (int rank = 1; rank < depth.Length; rank++) start[rank] = start[rank - 1] + depth[rank - 1] + Between;
        double length = start[^1] + depth[^1];
        (double width, double height) = horizontal ? (length, layout.Breadth) : (layout.Breadth, length);
        double shift = Math.Max(0, (Least - width) / 2);
        var drawing = new XElement(SvgPage.Svg + "g");
        foreach (int[] chain in layout.Chains) Edge(drawing, chain);
        for (int i = 0; i < boxes.Length; i++) Box(drawing, boxes[i], Middle(i));
        string title = $"{model.Name}: {Figures.Count(model.Layers.Count(layer => layer is not Input), "layer", "layers")}, {Figures.Count(model.ParameterCount, "parameter", "parameters")}";
        var page = new SvgPage((int)Math.Ceiling(Math.Max(width, Least)) + 32);
        page.Words(title, "title");
        page.Draw(new XElement(SvgPage.Svg + "g", drawing), height + 4);
        drawing.SetAttributeValue("transform", FormattableString.Invariant($"translate({shift:0.#} 4)"));
        return page.ToText(title);

        (double X, double Y) Point(double along, double across) => horizontal ? (along, across) : (across, along);

        (double X, double Y) Middle(int i) => Point(start[layout.Ranks[i]] + depth[layout.Ranks[i]] / 2, layout.Positions[i]);

        // From rank to rank in a smooth curve; straight through the ranks, so that no box is crossed.
        void Edge(XElement into, int[] chain)
        {
            var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{Pair(End(chain[0], 1), layout.Positions[chain[0]])}");
            for (int i = 1; i < chain.Length; i++)
            {
                int rank = layout.Ranks[chain[i - 1]];
                double from = start[rank] + depth[rank], to = start[rank + 1], middle = (from + to) / 2, across = layout.Positions[chain[i - 1]], next = layout.Positions[chain[i]];
                path.Append(CultureInfo.InvariantCulture, $"L{Pair(from, across)}C{Pair(middle, across)} {Pair(middle, next)} {Pair(to - (i == chain.Length - 1 ? Tip : 0), next)}");
            }
            double along = End(chain[^1], -1), side = layout.Positions[chain[^1]];
            path.Append(CultureInfo.InvariantCulture, $"L{Pair(along - Tip, side)}");
            into.Add(new XElement(SvgPage.Svg + "path", new XAttribute("class", "edge"), new XAttribute("d", path.ToString())));
            into.Add(new XElement(SvgPage.Svg + "path", new XAttribute("class", "tip"), new XAttribute("d", $"M{Pair(along, side)}L{Pair(along - Tip, side - 4)}L{Pair(along - Tip, side + 4)}Z")));
        }

        // Where a box ends (side 1) or begins (side −1) along the flow.
        double End(int i, int side) => start[layout.Ranks[i]] + (depth[layout.Ranks[i]] + side * (horizontal ? boxes[i].Width : boxes[i].Height)) / 2;

        string Pair(double along, double across)
        {
            (double x, double y) = Point(along, across);
            return FormattableString.Invariant($"{x:0.#} {y:0.#}");
        }
    }

    private static void Box(XElement into, DiagramBox box, (double X, double Y) middle)
    {
        double left = middle.X - box.Width / 2, top = middle.Y - box.Height / 2;
        into.Add(new XElement(SvgPage.Svg + "rect", new XAttribute("class", box.Style), new XAttribute("x", Tenth(left)), new XAttribute("y", Tenth(top)),
            new XAttribute("width", Tenth(box.Width)), new XAttribute("height", Tenth(box.Height)), new XAttribute("rx", 5)));
        for (int line = 0; line < box.Lines.Count; line++)
            into.Add(new XElement(SvgPage.Svg + "text", new XAttribute("class", line == 0 ? "strong" : "quiet"), new XAttribute("x", Tenth(middle.X)), new XAttribute("y", Tenth(top + 18 + 16 * line)),
                new XAttribute("text-anchor", "middle"), Html.Clean(box.Lines[line])));
    }

    private static string Tenth(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
