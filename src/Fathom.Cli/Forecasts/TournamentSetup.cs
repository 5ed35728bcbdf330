using Fathom.Forecasting;
using Fathom.Validation;

namespace Fathom.Cli.Forecasts;

/// <summary>Makes the tournament of one task, and so finds what is wrong with the data before anything is fitted.</summary>
internal static class TournamentSetup
{
    /// <summary>The tournament of a task.</summary>
    /// <param name="name">Name of the task.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="series">The series.</param>
    /// <exception cref="ForecastException">The series does not suit the task.</exception>
    public static Tournament Of(string name, ForecastRequest request, PriceSeries series)
    {
        ForecastTask task = TaskOf(name, request.Horizon);
        if (request.SequenceLength is int length) task = task with { SequenceLength = length };
        int samples = task.Build(DataDoctor.Examine(series).Series).Count;
        IReadOnlyList<Forecaster> forecasters =
            ForecasterCatalogue.Create(request.Models ?? ForecasterCatalogue.Names, task, series, request.Device);
        var usual = new Tournament(task, forecasters);
        int folds = request.Folds ?? usual.Folds;
        return new Tournament(task, forecasters)
        {
            Folds = folds,
            Embargo = request.Embargo is int embargo and > 0 ? Embargo.Observations(embargo) : Embargo.None,
            Splitter = request.Purge ? null : UnpurgedWalkForward.Blocks(samples, folds, usual.TestFraction),
            Seeds = request.Seeds ?? usual.Seeds,
            Threads = request.Threads,
            Command = request.Command,
        };
    }

    private static ForecastTask TaskOf(string name, int horizon) => name switch
    {
        "volatility" => new VolatilityTask(horizon),
        "level" => new LevelTask(horizon),
        _ => new ReturnTask(horizon),
    };
}
