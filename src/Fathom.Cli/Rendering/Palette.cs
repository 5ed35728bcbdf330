using Spectre.Console;

namespace Fathom.Cli.Rendering;

/// <summary>The two accents (Okabe–Ito, safe for colour-blind readers) and the neutrals. Nothing is said by colour alone.</summary>
internal static class Palette
{
    /// <summary>What is good: a model that beats the baseline.</summary>
    public static readonly Style Good = new(new Color(0x00, 0x9E, 0x73), decoration: Decoration.Bold);

    /// <summary>What must not be missed: warnings and errors.</summary>
    public static readonly Style Bad = new(new Color(0xD5, 0x5E, 0x00), decoration: Decoration.Bold);

    /// <summary>What is said first.</summary>
    public static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>What is said last.</summary>
    public static readonly Style Quiet = new(new Color(0x6B, 0x72, 0x80));
}
