using System.CommandLine;
using Fathom.Cli.Errors;
using Fathom.Forecasting;

namespace Fathom.Cli.Forecasts;

/// <summary>What the user asked <c>fathom forecast</c> for. Null leaves the choice to the tournament.</summary>
internal sealed record ForecastRequest
{
    public required string? File { get; init; }

    public required string? Target { get; init; }

    public required string? Time { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    public required IReadOnlyList<string> Tasks { get; init; }

    public required int Horizon { get; init; }

    public required int? SequenceLength { get; init; }

    public required IReadOnlyList<string>? Models { get; init; }

    public required int? Folds { get; init; }

    public required int? Embargo { get; init; }

    public required bool Purge { get; init; }

    public required IReadOnlyList<int>? Seeds { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    public required string Out { get; init; }

    public required bool Json { get; init; }

    /// <summary>The command line, to repeat the run.</summary>
    public required string Command { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <param name="parsed">What the parser made of it.</param>
    /// <param name="options">The options it was parsed with.</param>
    /// <param name="command">The command line itself.</param>
    /// <exception cref="ComplaintException">A value does not exist or makes no sense.</exception>
    public static ForecastRequest Of(ParseResult parsed, ForecastOptions options, string command)
    {
        var values = new OptionValues(parsed);
        string? file = parsed.GetValue(options.File);
        if (file is null)
        {
            values.OnlyWithFile(options.Target);
            values.OnlyWithFile(options.Time);
            values.OnlyWithFile(options.Features);
        }

        bool purge = !parsed.GetValue(options.NoPurge);
        if (!purge) values.NotWithout(options.Embargo, "purging: --no-purge keeps the very labels an embargo removes");
        return new ForecastRequest
        {
            File = file,
            Target = values.Text(options.Target),
            Time = values.Text(options.Time),
            Features = values.List(options.Features) ?? [],
            Tasks = values.Names(options.Task, TaskNames.All, "tasks") ?? (file is null ? TaskNames.OfSpy : TaskNames.OfFile),
            Horizon = values.Number(options.Horizon, 1) ?? 1,
            SequenceLength = values.Number(options.SequenceLength, 1),
            Models = values.Names(options.Models, ForecasterCatalogue.Names, "forecasters"),
            Folds = values.Number(options.Folds, 1),
            Embargo = values.Number(options.Embargo, 0),
            Purge = purge,
            Seeds = values.Numbers(options.Seeds),
            Device = values.Device(options.Device),
            Threads = values.Number(options.Threads, 1) ?? Environment.ProcessorCount,
            Out = values.Text(options.Out) ?? "fathom-report",
            Json = parsed.GetValue(options.Json),
            Command = command,
        };
    }
}
