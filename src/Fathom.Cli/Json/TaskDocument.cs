using Fathom.Forecasting;

namespace Fathom.Cli.Json;

/// <summary>What one task found, without the forecasts themselves.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Task">What was forecast, in which unit, by which loss.</param>
/// <param name="BestBaseline">The baseline that skill and tests refer to.</param>
/// <param name="Leaderboard">The forecasters, best first.</param>
/// <param name="Superiority">The test of superior predictive ability.</param>
/// <param name="Failed">Forecasters whose fit failed.</param>
/// <param name="Unfinished">Forecasters a cancellation left without all folds.</param>
/// <param name="Warnings">What to know before believing the leaderboard.</param>
/// <param name="Folds">The split.</param>
/// <param name="Doctor">What the data doctor saw.</param>
/// <param name="Manifest">All that is needed to repeat the run.</param>
internal sealed record TaskDocument(
    Verdict Verdict, TaskSummary Task, string? BestBaseline, IReadOnlyList<LeaderboardRow> Leaderboard, SuperiorityTest? Superiority,
    IReadOnlyList<UnrankedModel> Failed, IReadOnlyList<UnrankedModel> Unfinished, IReadOnlyList<TournamentWarning> Warnings,
    IReadOnlyList<FoldRecord> Folds, DoctorReport Doctor, RunManifest Manifest)
{
    /// <summary>The document of a result.</summary>
    public static TaskDocument Of(TournamentResult result) => new(
        result.Verdict, result.Task, result.BestBaseline, result.Leaderboard, result.Superiority, result.Failed, result.Unfinished,
        result.Warnings, result.Folds, result.Doctor, result.Manifest);
}
