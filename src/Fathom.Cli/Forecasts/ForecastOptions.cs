using System.CommandLine;

namespace Fathom.Cli.Forecasts;

/// <summary>The arguments of <c>fathom forecast</c> as the command line knows them. <see cref="ForecastRequest"/> gives them meaning.</summary>
internal sealed class ForecastOptions
{
    public const string JsonName = "--json";

    public Argument<string?> File { get; } = new("file")
    {
        Description = "Prices, oldest first: .csv, .tsv, .txt (also .gz or .zip) or .parquet. " +
            "Left out: SPY daily bars 1998-2021 and VIX, which ship inside the tool.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Target { get; } = Text("--target", "column",
        "The column to forecast. Default: the column called close. Beside open, high and low it brings the bars with it.");

    public Option<string?> Time { get; } = Text("--time", "column",
        "The column of times. Default: the only one there is.");

    public Option<string?> Features { get; } = Text("--features", "a,b",
        "Further number columns that are known at each time.");

    public Option<string?> Task { get; } = Text("--task", "names",
        "return, volatility, level, or several with commas. Default: return,volatility on SPY, return on a file.");

    public Option<string?> Horizon { get; } = Text("--horizon", "n",
        "Observations ahead that a forecast covers. Default: 1.");

    public Option<string?> SequenceLength { get; } = Text("--sequence-length", "n",
        "Observations that sequence models look back. Default: 22.");

    public Option<string?> Models { get; } = Text("--models", "a,b",
        "Forecasters to compare. Default: all that suit the task. The naive ones always take part.");

    public Option<string?> Folds { get; } = Text("--folds", "n",
        "Test blocks of the walk-forward split. Default: 5.");

    public Option<string?> Embargo { get; } = Text("--embargo", "n",
        "Observations kept free between training and test, beyond purging. Default: none.");

    public Option<bool> NoPurge { get; } = new("--no-purge")
    {
        Description = "Keep training labels that overlap test labels: to see what leakage does. Never trust the result.",
    };

    public Option<string?> Seeds { get; } = Text("--seeds", "a,b",
        "Seeds of the models that start at random; each is fitted once per seed. Default: 0,1,2.");

    public Option<string?> Device { get; } = Text("--device", "name",
        "Where neural networks run: auto, cpu, cuda, cuda:N or mps. Default: auto.");

    public Option<string?> Threads { get; } = Text("--threads", "n",
        "Models fitted side by side. The results do not depend on it. Default: the number of processors.");

    public Option<string?> Out { get; } = Text("--out", "folder",
        "Folder of the report, report.html. An earlier report is replaced, no other file. Default: fathom-report.");

    public Option<bool> Json { get; } = new(JsonName)
    {
        Description = "Print one JSON document on standard output, everything else on standard error.",
    };

    /// <summary>All options, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
        [Target, Time, Features, Task, Horizon, SequenceLength, Models, Folds, Embargo, NoPurge, Seeds, Device, Threads, Out, Json];

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
