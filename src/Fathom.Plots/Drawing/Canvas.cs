using System.Xml.Linq;
using ScottPlot;

namespace Fathom.Plots.Drawing;

/// <summary>
/// A plot area with axes. ScottPlot draws the marks; words are written as svg text beside them, so that they show in the reader's own font, follow
/// the page's colours and come out the same on machines without any font.
/// </summary>
internal sealed class Canvas : IDisposable
{
    /// <summary>Size of words, in pixels.</summary>
    private const double FontSize = 12;

    private readonly Plot _plot = new();
    private readonly int _width;
    private readonly int _height;
    private readonly PixelPadding _padding;
    private readonly AxisRange _x;
    private readonly AxisRange _y;
    private readonly List<SvgWord> _words = [];
    private readonly List<LineLabel> _labels = [];

    /// <summary>A canvas with its axes.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="right">Room for the labels of lines, in pixels.</param>
    public Canvas(int width, int height, AxisRange x, AxisRange y, int right = 12)
    {
        (_width, _height, _x, _y) = (width, height, x, y);
        int left = 12 + (int)Math.Ceiling(y.Ticks.Labels.Select(SvgWord.WidthOf).DefaultIfEmpty(0).Max());
        _padding = new PixelPadding(left, right, x.Title.Length > 0 ? 42 : x.Ticks.Labels.Length > 0 ? 26 : 10, y.Title.Length > 0 ? 26 : 10);
        _plot.Axes.SetLimits(x.Minimum, x.Maximum, y.Minimum, y.Maximum);
        _plot.Layout.Fixed(_padding);
        _plot.FigureBackground.Color = Colors.Transparent;
        _plot.DataBackground.Color = Colors.Transparent;
        _plot.Axes.Frame(false);
        _plot.HideGrid();
        foreach (double position in x.Ticks.Positions.Where(_ => x.Grid)) Rule(_plot.Add.VerticalLine(position));
        foreach (double position in y.Ticks.Positions.Where(_ => y.Grid)) Rule(_plot.Add.HorizontalLine(position));
        _plot.Axes.Bottom.MajorTickStyle.Length = _plot.Axes.Bottom.MinorTickStyle.Length = 0;
        _plot.Axes.Left.MajorTickStyle.Length = _plot.Axes.Left.MinorTickStyle.Length = 0;
        _plot.Axes.Bottom.TickLabelStyle.IsVisible = _plot.Axes.Left.TickLabelStyle.IsVisible = false;
        AxisWords();
    }

    /// <summary>A line through points, thinned to what the width can show.</summary>
    /// <param name="x">Abscissas, ascending.</param>
    /// <param name="y">Ordinates.</param>
    /// <param name="color">Colour.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="dashed">Dashed, as baselines are.</param>
    /// <param name="label">Written at its end, where there is one.</param>
    public void Line(double[] x, double[] y, string color, double width = 1.6, bool dashed = false, string? label = null)
    {
        (double[] xs, double[] ys) = Downsample.Extremes(x, y, _width);
        if (xs.Length == 0) return;
        var line = _plot.Add.ScatterLine(xs, ys, Color.FromHex(color));
        line.LineWidth = (float)width;
        if (dashed) line.LinePattern = LinePattern.Dashed;
        if (label is not null) _labels.Add(new LineLabel(label, color, dashed, PixelY(ys[^1])));
    }

    /// <summary>A straight mark between two points.</summary>
    public void Segment(double x1, double y1, double x2, double y2, string color, double width = 1.6, bool dashed = false)
    {
        var line = _plot.Add.Line(x1, y1, x2, y2);
        line.Color = Color.FromHex(color);
        line.LineWidth = (float)width;
        if (dashed) line.LinePattern = LinePattern.Dashed;
    }

    /// <summary>A dashed line from the bottom to the top.</summary>
    public void Rule(double x, string color) => Segment(x, _y.Minimum, x, _y.Maximum, color, 1.2, dashed: true);

    /// <summary>A dot; hollow where it stands for something weaker.</summary>
    public void Dot(double x, double y, string color, double size = 8, bool hollow = false)
    {
        var marker = _plot.Add.Marker(x, y, hollow ? MarkerShape.OpenCircle : MarkerShape.FilledCircle, (float)size, Color.FromHex(color));
        if (hollow) marker.LineWidth = 1.5f;
    }

    /// <summary>A filled box, at least a pixel and a half wide so that the narrowest one is seen.</summary>
    public void Box(double x1, double x2, double y1, double y2, string color)
    {
        double least = 1.5 * (_x.Maximum - _x.Minimum) / (_width - _padding.Left - _padding.Right);
        var box = _plot.Add.Rectangle(x1, Math.Max(x2, x1 + least), y1, y2);
        box.FillColor = Color.FromHex(color);
        box.LineWidth = 0;
    }

    /// <summary>A word at a point of the plot.</summary>
    public void Word(double x, double y, string text, string anchor = "start", double shift = 0, bool quiet = false, bool halo = false) =>
        _words.Add(new SvgWord(PixelX(x) + shift, PixelY(y) + 4, text, anchor, quiet, halo));

    /// <summary>The picture as an svg element.</summary>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">Name for readers who do not see it.</param>
    /// <param name="description">What it shows.</param>
    public XElement ToSvg(string id, string title, string description)
    {
        XElement svg = SvgCleaner.Clean(_plot.GetSvgXml(_width, _height), id, _width, _height, title, description);
        foreach (LineLabel label in LineLabel.Spread(_labels, _padding.Top + 4, _height - _padding.Bottom))
        {
            double start = _width - _padding.Right + 6;
            svg.Add(new XElement(svg.Name.Namespace + "path", new XAttribute("d", FormattableString.Invariant($"M{start:0} {label.Y:0.#}h14")),
                new XAttribute("stroke", label.Color), new XAttribute("stroke-width", 2.5),
                label.Dashed ? new XAttribute("stroke-dasharray", "4 3") : null));
            svg.Add(new SvgWord(start + 18, label.Y + 4, label.Text, "start", false).ToElement(svg.Name.Namespace));
        }

        svg.Add(_words.Select(word => word.ToElement(svg.Name.Namespace)));
        return svg;
    }

    /// <summary>Room that labels at the ends of lines need, in pixels.</summary>
    /// <param name="labels">The labels.</param>
    public static int RoomFor(IEnumerable<string> labels) => 30 + (int)Math.Ceiling(labels.Select(SvgWord.WidthOf).DefaultIfEmpty(0).Max());

    /// <inheritdoc/>
    public void Dispose() => _plot.Dispose();

    private void AxisWords()
    {
        double bottom = _height - _padding.Bottom;
        for (int index = 0; index < _x.Ticks.Positions.Length; index++)
            _words.Add(new SvgWord(PixelX(_x.Ticks.Positions[index]), bottom + FontSize + 4, _x.Ticks.Labels[index], "middle", true));
        for (int index = 0; index < _y.Ticks.Positions.Length; index++)
            _words.Add(new SvgWord(_padding.Left - 6, PixelY(_y.Ticks.Positions[index]) + 4, _y.Ticks.Labels[index], "end", _y.Grid));
        if (_x.Title.Length > 0) _words.Add(new SvgWord(_width - _padding.Right, _height - 6, _x.Title, "end", true));
        if (_y.Title.Length > 0) _words.Add(new SvgWord(4, FontSize + 1, _y.Title, "start", true));
    }

    private double PixelX(double x) => _padding.Left + ((x - _x.Minimum) / (_x.Maximum - _x.Minimum) * (_width - _padding.Left - _padding.Right));

    private double PixelY(double y) => _height - _padding.Bottom - ((y - _y.Minimum) / (_y.Maximum - _y.Minimum) * (_height - _padding.Top - _padding.Bottom));

    private static void Rule(ScottPlot.Plottables.AxisLine line)
    {
        line.Color = Color.FromHex(Palette.Grid);
        line.LineWidth = 1;
        line.EnableAutoscale = false;
    }
}
