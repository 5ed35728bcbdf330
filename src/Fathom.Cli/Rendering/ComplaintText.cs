using Fathom.Cli.Errors;
using Fathom.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fathom.Cli.Rendering;

/// <summary>A complaint in three parts: what happened, where, how to mend it.</summary>
/// <param name="complaint">The complaint.</param>
/// <param name="glyphs">The signs of the console.</param>
internal sealed class ComplaintText(Complaint complaint, Glyphs glyphs)
{
    /// <summary>One line for each part.</summary>
    public IRenderable Render()
    {
        List<IRenderable> lines = [new Paragraph("fathom: ", Palette.Bad).Append(glyphs.Text(complaint.What), Palette.Strong)];
        if (complaint.Where is not null) lines.Add(new Text($"  Where: {glyphs.Text(complaint.Where)}"));
        lines.Add(new Text($"  Mend:  {glyphs.Text(complaint.Mend)}"));
        return new Rows(lines);
    }
}
