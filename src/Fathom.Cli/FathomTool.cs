using System.CommandLine;
using System.CommandLine.Parsing;
using Fathom.Cli.Errors;
using Fathom.Cli.Forecasts;
using Fathom.Cli.Help;
using Fathom.Cli.Json;
using Fathom.Cli.Rendering;
using Fathom.Cli.Terminals;
using Fathom.Tables;

namespace Fathom.Cli;

/// <summary>The tool: reads the command line, runs the command, turns whatever goes wrong into a complaint and an exit code.</summary>
/// <param name="terminal">Where it writes.</param>
internal sealed class FathomTool(Terminal terminal)
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="cancellation">Ends the command with what is finished.</param>
    /// <returns>How it ended.</returns>
    public async Task<ExitCode> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        bool json = arguments.Contains(ForecastOptions.JsonName);
        try
        {
            var forecast = new ForecastCommand(terminal, CommandText.Of(arguments));
            RootCommand root = RootHelp.Apply(new RootCommand { forecast });
            ParseResult parsed = root.Parse(arguments);
            if (parsed.Action is not PageAction && Wrong(parsed) is Complaint wrong) throw new ComplaintException(wrong);
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output.Profile.Out.Writer, Error = terminal.Error.Profile.Out.Writer,
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            };
            return (ExitCode)await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost frame: nothing may leave it as a stack trace.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Complaint complaint = Complaints.Of(failure);
            terminal.Error.Write(new ComplaintText(complaint, Glyphs.Of(terminal.Error)).Render());
            if (complaint.Code == ExitCode.InternalError && Environment.GetEnvironmentVariable("FATHOM_DEBUG") == "1")
                await terminal.Error.Profile.Out.Writer.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
            if (json) await terminal.Output.Profile.Out.Writer.WriteLineAsync(JsonResult.Of(complaint)).ConfigureAwait(false);
            return complaint.Code;
        }
    }

    private static Complaint? Wrong(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = parsed.RootCommandResult.Command == command ? "fathom --help" : $"fathom {command.Name} --help";
        string[] options = [.. command.Options.Select(each => each.Name)];
        // A misspelt option would otherwise pass for the name of a file, and a known one for the value of the option before it.
        Token[] tokens = [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        int place = Array.FindIndex(tokens, token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal));
        string? stray = place >= 0 ? tokens[place].Value : parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (place > 0 && options.Contains(stray))
            return new Complaint(ExitCode.Usage, $"{tokens[place - 1].Value} has no value: {stray} follows it.", null,
                $"Give it one or leave it out. See {help}.");
        if (stray is not null)
        {
            IReadOnlyList<string> near = NearNames.Of(stray, [.. options, .. command.Subcommands.Select(each => each.Name)]);
            return new Complaint(ExitCode.Usage, $"There is no '{stray}' here.", null,
                near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}? See {help}." : $"See {help}.");
        }

        return parsed.Errors.Count > 0 ? new Complaint(ExitCode.Usage, parsed.Errors[0].Message, null, $"See {help}.") : null;
    }
}
