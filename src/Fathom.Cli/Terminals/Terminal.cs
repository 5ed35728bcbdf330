using System.Text;
using Spectre.Console;

namespace Fathom.Cli.Terminals;

/// <summary>Where the tool writes: results to <paramref name="Output"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error)
{
    /// <summary>The widest line, in columns.</summary>
    public const int Width = 100;

    /// <summary>Standard output and standard error of this process.</summary>
    public static Terminal System()
    {
        bool colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(Console(global::System.Console.Out, colour && !global::System.Console.IsOutputRedirected),
            Console(global::System.Console.Error, colour && !global::System.Console.IsErrorRedirected));
    }

    /// <summary>A console over a writer.</summary>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="rich">False: plain ASCII without control codes, <see cref="Width"/> wide.</param>
    public static IAnsiConsole Console(TextWriter writer, bool rich)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = rich ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = rich ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = rich ? InteractionSupport.Detect : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = rich && console.Profile.Encoding.CodePage == Encoding.UTF8.CodePage;
        console.Profile.Width = rich ? Math.Min(Width, console.Profile.Width) : Width;
        return console;
    }
}
