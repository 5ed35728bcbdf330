using System.Globalization;
using System.Xml.Linq;

namespace Fathom.Plots.Tests.Support;

/// <summary>An svg file as a reader of it sees it.</summary>
internal sealed class Picture(string text)
{
    private readonly XElement _root = XDocument.Parse(text).Root!;

    public string[] Words => [.. _root.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    public (string Style, double Left, double Top, double Right, double Bottom)[] Boxes => [.. Of("rect").Where(rect => Style(rect).StartsWith("box", StringComparison.Ordinal)).Select(rect =>
        (Style(rect), Number(rect, "x"), Number(rect, "y"), Number(rect, "x") + Number(rect, "width"), Number(rect, "y") + Number(rect, "height")))];

    public string[] Edges => [.. Of("path").Where(path => Style(path) == "edge").Select(path => (string)path.Attribute("d")!)];

    public string Style(XElement element) => (string?)element.Attribute("class") ?? "";

    private IEnumerable<XElement> Of(string name) => _root.Descendants().Where(element => element.Name.LocalName == name);

    private static double Number(XElement element, string name) => double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);
}
