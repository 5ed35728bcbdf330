using System.CommandLine;

namespace Fathom.Cli.Help;

/// <summary>What a page of help ends with: examples and exit codes.</summary>
internal static class HelpSections
{
    private static readonly string[] OfTool =
    [
        "fathom forecast",
        "    who, if anyone, beats the naive forecaster on SPY?",
        "fathom forecast --help",
        "    all about forecasting",
    ];

    /// <summary>Writes the sections of a command.</summary>
    /// <param name="command">The command asked about.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Command command, TextWriter output)
    {
        Write(output, "Examples:", (command as IHasExamples)?.Examples ?? OfTool);
        output.WriteLine();
        Write(output, "Exit codes:", [.. ExitCodes.All.Select(each => $"{(int)each.Code,3}  {each.Meaning}")]);
    }

    private static void Write(TextWriter output, string title, IReadOnlyList<string> lines)
    {
        output.WriteLine(title);
        foreach (string line in lines) output.WriteLine($"  {line}");
    }
}
