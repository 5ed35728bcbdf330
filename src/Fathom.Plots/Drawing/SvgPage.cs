using System.Globalization;
using System.Xml.Linq;
using Fathom.Plots.Report;

namespace Fathom.Plots.Drawing;

/// <summary>A picture that stands alone, on its own paper, light or dark as its reader has it: a finding, charts side by side, how to read them.</summary>
/// <param name="width">Width in pixels.</param>
internal sealed class SvgPage(int width)
{
    private const int Margin = 16, LineHeight = 20, Gap = 20;

    /// <summary>Namespace of the elements.</summary>
    public static XNamespace Svg { get; } = "http://www.w3.org/2000/svg";

    private readonly List<XElement> _content = [];
    private double _bottom = Margin;

    /// <summary>Room for what is put on the page.</summary>
    public int Inner => width - 2 * Margin;

    /// <summary>Charts side by side, each under its own finding, on one page under a common one.</summary>
    /// <param name="title">The common finding.</param>
    /// <param name="note">How to read the pictures.</param>
    /// <param name="charts">The charts.</param>
    /// <param name="columns">How many side by side.</param>
    public static string Of(string title, string note, IReadOnlyList<Chart> charts, int columns)
    {
        var page = new SvgPage(Chart.Wide + 2 * Margin);
        page.Words(title, "title");
        page.Words(note, "quiet");
        int each = (page.Inner - Gap * (columns - 1)) / columns;
        for (int row = 0; row < charts.Count; row += columns)
        {
            double top = page._bottom, bottom = top;
            for (int column = 0; column < columns && row + column < charts.Count; column++)
            {
                page._bottom = top;
                page.Add(charts[row + column], $"p{row + column}", Margin + column * (each + Gap), each);
                bottom = Math.Max(bottom, page._bottom);
            }
            page._bottom = bottom + Gap / 2;
        }
        return page.ToText(title);
    }

    /// <summary>One chart under its finding.</summary>
    /// <param name="chart">The chart.</param>
    public static string Of(Chart chart)
    {
        var page = new SvgPage(Chart.Wide + 2 * Margin);
        page.Words(chart.Title, "title");
        page.Words(chart.Note, "quiet");
        page.Add(chart with { Title = "" }, "p", Margin, page.Inner);
        return page.ToText(chart.Title);
    }

    /// <summary>Writes a text under what is there, in as many lines as it needs.</summary>
    /// <param name="text">The text; nothing where it is empty.</param>
    /// <param name="style">Class of the words.</param>
    public void Words(string text, string style) => Words(text, style, Margin, Inner);

    /// <summary>Puts a drawing under what is there.</summary>
    /// <param name="drawing">An element whose origin is its upper left corner.</param>
    /// <param name="height">Its height.</param>
    public void Draw(XElement drawing, double height)
    {
        drawing.SetAttributeValue("transform", string.Create(CultureInfo.InvariantCulture, $"translate({Margin} {_bottom:0.#})"));
        _content.Add(drawing);
        _bottom += height;
    }

    /// <summary>The page as the text of an svg file.</summary>
    /// <param name="title">Name for readers who do not see it.</param>
    public string ToText(string title)
    {
        string height = (_bottom + Margin).ToString("0", CultureInfo.InvariantCulture);
        var page = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("width", width), new XAttribute("height", height), new XAttribute("role", "img"),
            new XElement(Svg + "title", Html.Clean(title)),
            new XElement(Svg + "style", StyleSheet.Picture),
            new XElement(Svg + "rect", new XAttribute("class", "paper"), new XAttribute("width", width), new XAttribute("height", height)),
            _content);
        return page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private void Add(Chart chart, string id, int left, int room)
    {
        if (chart.Title.Length > 0) Words(chart.Title, "panel", left, room);
        Key(chart.Key, left);
        XElement svg = chart.ToSvg(room, id);
        double height = double.Parse(((string)svg.Attribute("viewBox")!).Split(' ')[3], CultureInfo.InvariantCulture);
        svg.SetAttributeValue("x", left);
        svg.SetAttributeValue("y", _bottom);
        svg.SetAttributeValue("width", room);
        svg.SetAttributeValue("height", height);
        _content.Add(svg);
        _bottom += height;
    }

    private void Key(IReadOnlyList<KeyEntry> key, double left)
    {
        if (key.Count == 0) return;
        foreach (KeyEntry entry in key)
        {
            _content.Add(new XElement(Svg + "path", new XAttribute("d", FormattableString.Invariant($"M{left:0.#} {_bottom + 9:0.#}h14")),
                new XAttribute("stroke", entry.Color), new XAttribute("stroke-width", 3), entry.Dashed ? new XAttribute("stroke-dasharray", "4 3") : null));
            _content.Add(new SvgWord(left + 19, _bottom + 13, entry.Label, "start", false).ToElement(Svg));
            left += 36 + 6.7 * entry.Label.Length;
        }
        _bottom += LineHeight;
    }

    private void Words(string text, string style, double left, double room)
    {
        int most = Math.Max(20, (int)(room / (style == "title" ? 8.2 : 6.6)));
        string rest = text;
        while (rest.Length > 0)
        {
            int end = rest.Length <= most ? rest.Length : rest.LastIndexOf(' ', most) is > 0 and var space ? space : most;
            _content.Add(new XElement(Svg + "text", new XAttribute("class", style), new XAttribute("x", left), new XAttribute("y", _bottom + 14), Html.Clean(rest[..end])));
            _bottom += LineHeight;
            rest = rest[end..].TrimStart();
        }
    }
}
