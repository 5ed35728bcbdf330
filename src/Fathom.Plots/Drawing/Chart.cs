using System.Xml.Linq;

namespace Fathom.Plots.Drawing;

/// <summary>A picture that can be drawn at any width.</summary>
/// <param name="Title">The finding, one sentence.</param>
/// <param name="Note">How to read the picture.</param>
/// <param name="Alt">What the picture shows, for readers who do not see it.</param>
/// <param name="Key">What the marks mean, where they carry no label of their own.</param>
/// <param name="Draw">Draws it: width in pixels → the canvas.</param>
internal sealed record Chart(string Title, string Note, string Alt, IReadOnlyList<KeyEntry> Key, Func<int, Canvas> Draw)
{
    /// <summary>Width on a desktop and on paper, in pixels.</summary>
    public const int Wide = 860;

    /// <summary>Width on a phone, in pixels.</summary>
    public const int Narrow = 340;

    /// <summary>The picture as an svg element that may stand in an HTML page.</summary>
    /// <param name="width">Width in pixels, <see cref="Wide"/> or <see cref="Narrow"/>.</param>
    /// <param name="id">Unique in the page; every id inside starts with it.</param>
    public XElement ToSvg(int width, string id)
    {
        using Canvas canvas = Draw(width);
        return canvas.ToSvg(id, Title, Alt);
    }
}
