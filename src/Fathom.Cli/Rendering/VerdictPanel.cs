using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fathom.Cli.Rendering;

/// <summary>The answer, first in every output: the sentence, then what to do about it.</summary>
/// <param name="verdict">The answer.</param>
/// <param name="glyphs">The signs of the console.</param>
internal sealed class VerdictPanel(Verdict verdict, Glyphs glyphs)
{
    /// <summary>The sentences.</summary>
    public IRenderable Render() =>
        new Paragraph(glyphs.Text(verdict.Sentence), verdict.Outcome == Outcome.ModelBeatsBaseline ? Palette.Good : Palette.Strong)
        .Append($" {glyphs.Text(verdict.Advice)}");
}
