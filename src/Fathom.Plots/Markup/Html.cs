using System.Xml;
using System.Xml.Linq;

namespace Fathom.Plots.Report;

/// <summary>Makes HTML elements. Texts are encoded by the XML writer, so nothing a file or a user names can become markup.</summary>
internal static class Html
{
    private static readonly string[] Void = ["meta", "br"];

    /// <summary>A text without the control characters that no page may hold.</summary>
    public static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)).Select(rune => rune.ToString()));

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Texts, elements, attributes and sequences of them.</param>
    public static XElement Element(string name, params object?[] content)
    {
        var element = new XElement(name, [.. content.Select(part => part is string text ? Clean(text) : part)]);
        // An explicit empty text keeps the closing tag, which HTML wants.
        if (element.IsEmpty && !Void.Contains(name)) element.Value = "";
        return element;
    }

    /// <summary>The class attribute.</summary>
    public static XAttribute Class(string name) => new("class", name);

    /// <summary>A paragraph.</summary>
    public static XElement Paragraph(params object?[] content) => Element("p", content);

    /// <summary>A table in its own scroll box. Columns named in <paramref name="words"/> are left-aligned, all others hold numbers.</summary>
    /// <param name="caption">What the table shows.</param>
    /// <param name="header">Titles of the columns.</param>
    /// <param name="rows">Cells by row.</param>
    /// <param name="words">Indexes of the columns that hold words.</param>
    /// <param name="style">Class of a row by its index; null for none.</param>
    public static XElement Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, int[] words, Func<int, string?>? style = null) =>
        Element("div", Class("scroll"), Element("table",
            Element("caption", caption),
            Element("thead", Element("tr", header.Select((title, column) => Element("th", new XAttribute("scope", "col"), words.Contains(column) ? Class("word") : null, title)))),
            Element("tbody", rows.Select((row, index) => Element("tr", style?.Invoke(index) is string name ? Class(name) : null,
                row.Select((cell, column) => Element("td", words.Contains(column) ? Class("word") : null, cell)))))));
}
