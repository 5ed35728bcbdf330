using System.Text;
using Spectre.Console;

namespace Fathom.Cli.Terminals;

/// <summary>The signs of a console: typographic ones where it can show them, else their ASCII spelling.</summary>
/// <param name="unicode">Whether the console shows Unicode.</param>
internal sealed class Glyphs(bool unicode)
{
    private static readonly Dictionary<char, string> Spellings = new()
    {
        ['–'] = "-", ['—'] = "-", ['−'] = "-", ['‑'] = "-", ['─'] = "-", ['±'] = "+/-", ['×'] = "x", ['·'] = "*",
        ['²'] = "^2", ['³'] = "^3", ['√'] = "sqrt ", ['σ'] = "sigma", ['Δ'] = "change of ",
        ['≤'] = "<=", ['≥'] = ">=", ['≈'] = "~", ['→'] = "->", ['…'] = "...",
        ['“'] = "\"", ['”'] = "\"", ['‘'] = "'", ['’'] = "'", ['\u00a0'] = " ", ['\u202f'] = " ", ['\u2009'] = " ",
    };

    /// <summary>"Not applicable".</summary>
    public string None => Text("–");

    /// <summary>Before a deviation.</summary>
    public string PlusMinus => Text("±");

    /// <summary>The rule under a table's header.</summary>
    public string Rule => Text("─");

    /// <summary>The signs a console can show.</summary>
    /// <param name="console">The console.</param>
    public static Glyphs Of(IAnsiConsole console) => new(console.Profile.Capabilities.Unicode);

    /// <summary>Spells typographic signs in ASCII where need be. Letters of other scripts, as in the user's names, stay.</summary>
    /// <param name="text">Any text.</param>
    public string Text(string text)
    {
        if (unicode || Ascii.IsValid(text)) return text;
        var spelt = new StringBuilder(text.Length + 8);
        foreach (char sign in text)
        {
            if (Spellings.TryGetValue(sign, out string? spelling)) spelt.Append(spelling);
            else spelt.Append(sign);
        }

        return spelt.ToString();
    }
}
