using System.CommandLine;
using Fathom.Cli.Help;
using Fathom.Cli.Terminals;

namespace Fathom.Cli.Forecasts;

/// <summary><c>fathom forecast</c>: which forecaster, if any, beats the naive one, out of sample and without leakage?</summary>
internal sealed class ForecastCommand : Command, IHasExamples
{
    /// <summary>Creates the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="commandText">The command line, for the report.</param>
    public ForecastCommand(Terminal terminal, string commandText)
        : base("forecast", "Which forecaster, if any, beats the naive one on this series, out of sample and without leakage? " +
            "Prints a verdict and a table, and writes report.html.")
    {
        var options = new ForecastOptions();
        Add(options.File);
        foreach (Option option in options.All) Add(option);
        SetAction(async (parsed, cancellation) =>
            (int)await new ForecastRun(terminal).RunAsync(ForecastRequest.Of(parsed, options, commandText), cancellation).ConfigureAwait(false));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "fathom forecast",
        "    returns and volatility of SPY, next day, on the data inside the tool",
        "fathom forecast --task volatility --horizon 5",
        "    SPY's volatility over the next five days",
        "fathom forecast prices.csv --target close --task return --models ridge,boosting,lstm",
        "    your own prices, three models against the naive forecasters",
        "fathom forecast prices.parquet --time date --features volume,vix --out reports/today",
        "    more columns, and the report elsewhere",
        "fathom forecast --task return --horizon 20 --no-purge",
        "    what leakage does: the labels that overlap are counted, and the scores are not to be believed",
        "fathom forecast --json > result.json",
        "    for machines",
    ];
}
