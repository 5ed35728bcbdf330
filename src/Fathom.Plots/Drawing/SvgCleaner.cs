using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fathom.Plots.Report;

namespace Fathom.Plots.Drawing;

/// <summary>Makes ScottPlot's svg fit to stand inside a page beside others.</summary>
internal static partial class SvgCleaner
{
    /// <summary>Unique ids, a view box in place of a fixed size, a name and a description, coordinates to a tenth of a pixel, no paper, no empty marks.</summary>
    public static XElement Clean(string xml, string id, int width, int height, string title, string description)
    {
        XElement drawn = XDocument.Parse(xml).Root!;
        XNamespace svg = drawn.Name.Namespace;
        var clean = new XElement(svg + "svg",
            new XAttribute("id", id),
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-t {id}-d"),
            new XElement(svg + "title", new XAttribute("id", $"{id}-t"), Html.Clean(title)),
            new XElement(svg + "desc", new XAttribute("id", $"{id}-d"), Html.Clean(description)));
        var clips = new Dictionary<string, string>();
        foreach (XElement element in drawn.Elements())
        {
            if (element.Name.LocalName == "clipPath")
            {
                string shape = string.Concat(element.Elements());
                string name = clips.Count(clip => clip.Key.StartsWith('<')) is var count && clips.TryGetValue(shape, out string? known) ? known : $"{id}-c{count}";
                clips[$"url(#{(string)element.Attribute("id")!})"] = $"url(#{name})";
                if (!clips.TryAdd(shape, name)) continue;
                element.SetAttributeValue("id", name);
            }

            clean.Add(element);
        }

        foreach (XElement element in clean.Descendants())
        {
            if (element.Attribute("clip-path") is XAttribute clip) clip.Value = clips[clip.Value];
            if (element.Attribute("d") is XAttribute path) path.Value = Long().Replace(path.Value, Tenth);
        }

        // Dashes come as outlines whose black is left unsaid; the style sheet can only turn a colour that is written.
        foreach (XElement shape in clean.Descendants(svg + "path").Where(path => path.Attribute("fill") is null)) shape.SetAttributeValue("fill", "black");
        clean.Descendants(svg + "path").Where(path => Point().IsMatch((string?)path.Attribute("d") ?? "")).Remove();
        clean.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "stroke-miterlimit" && attribute.Value == "4").Remove();
        return clean;
    }

    private static string Tenth(Match match) =>
        double.Parse(match.Value, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A tick of no length.</summary>
    [GeneratedRegex(@"^M(\S+ \S+)L\1$")]
    private static partial Regex Point();

    [GeneratedRegex(@"-?\d+\.\d{2,}(e-?\d+)?")]
    private static partial Regex Long();
}
