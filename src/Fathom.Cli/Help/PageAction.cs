using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Fathom.Cli.Terminals;

namespace Fathom.Cli.Help;

/// <summary>Prints a page of help: what the parser knows of the command, then examples and exit codes.</summary>
internal sealed class PageAction : SynchronousCommandLineAction
{
    private readonly HelpAction _usage = new() { MaxWidth = Terminal.Width };

    /// <summary>Help is given even where the rest of the command line is wrong.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _usage.Invoke(parseResult);
        HelpSections.Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return (int)ExitCode.Done;
    }
}
