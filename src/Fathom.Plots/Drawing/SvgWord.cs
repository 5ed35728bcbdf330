using System.Globalization;
using System.Xml.Linq;
using Fathom.Plots.Report;

namespace Fathom.Plots.Drawing;

/// <summary>A word in a picture; the style sheet gives it font, size and colour.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top, of the base line.</param>
/// <param name="Text">The word.</param>
/// <param name="Anchor">"start", "middle" or "end".</param>
/// <param name="Quiet">In grey.</param>
/// <param name="Halo">Set off from what is drawn under it.</param>
internal sealed record SvgWord(double X, double Y, string Text, string Anchor, bool Quiet, bool Halo = false)
{
    private const int Longest = 22;

    /// <summary>About how many pixels a word takes in a common sans-serif font at the size of the style sheet.</summary>
    public static double WidthOf(string text) => 6.7 * Math.Min(text.Length, Longest);

    /// <summary>The svg element.</summary>
    public XElement ToElement(XNamespace svg) => new(svg + "text",
        new XAttribute("x", X.ToString("0.#", CultureInfo.InvariantCulture)),
        new XAttribute("y", Y.ToString("0.#", CultureInfo.InvariantCulture)),
        Anchor == "start" ? null : new XAttribute("text-anchor", Anchor),
        Quiet || Halo ? new XAttribute("class", Quiet && Halo ? "quiet halo" : Quiet ? "quiet" : "halo") : null,
        Html.Clean(Text));

    /// <summary>A name short enough for the margin of a picture.</summary>
    public static string Short(string name) => name.Length <= Longest ? name : string.Concat(name.AsSpan(0, Longest - 1), "…");
}
