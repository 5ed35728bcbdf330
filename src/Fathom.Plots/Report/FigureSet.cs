using System.Xml.Linq;
using Fathom.Plots.Drawing;

namespace Fathom.Plots.Report;

/// <summary>Puts pictures on the page, each drawn for a wide and for a narrow screen, with ids of their own.</summary>
internal sealed class FigureSet
{
    private int _count;

    /// <summary>A figure with its finding as caption; nothing for no chart.</summary>
    public XElement? Figure(Chart? chart)
    {
        if (chart is null) return null;
        string id = $"figure-{++_count}";
        return Html.Element("figure", new XAttribute("id", id),
            Html.Element("figcaption", chart.Title),
            Key(chart.Key),
            Html.Element("div", Html.Class("wide"), chart.ToSvg(Chart.Wide, $"{id}w")),
            Html.Element("div", Html.Class("narrow"), chart.ToSvg(Chart.Narrow, $"{id}n")),
            Html.Element("p", Html.Class("note"), chart.Note));
    }

    private static XElement? Key(IReadOnlyList<KeyEntry> key) => key.Count == 0 ? null : Html.Element("p", Html.Class("key"), key.Select(entry =>
        Html.Element("span", Html.Element("i", new XAttribute("style", entry.Dashed ? $"border-top:2px dashed {entry.Color}" : $"background:{entry.Color}")), " " + entry.Label + " ")));
}
