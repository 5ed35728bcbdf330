using Fathom.Cli.Terminals;

namespace Fathom.Cli.Tests.Support;

/// <summary>What one command line did when nobody watched: both streams piped.</summary>
internal sealed record Cli(ExitCode Code, string Output, string Error)
{
    public static Task<Cli> Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public static async Task<Cli> Run(CancellationToken cancellation, params string[] arguments)
    {
        StringWriter output = new(), error = new();
        var tool = new FathomTool(new Terminal(Terminal.Console(output, rich: false), Terminal.Console(error, rich: false)));
        ExitCode code = await tool.RunAsync(arguments, cancellation);
        return new Cli(code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
