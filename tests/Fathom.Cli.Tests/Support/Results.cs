using Fathom.Forecasting;

namespace Fathom.Cli.Tests.Support;

/// <summary>Results made by hand.</summary>
internal static class Results
{
    public static LeaderboardRow Row(string model, double loss, double best, bool baseline = false) => new()
    {
        Rank = 0, Model = model, Family = baseline ? ForecasterFamily.Naive : ForecasterFamily.Neural, IsBaseline = baseline,
        MeanAbsoluteError = loss, RootMeanSquaredError = loss * 1.4, Qlike = null, Loss = loss, Skill = 1 - loss / best,
        DirectionAccuracy = baseline ? null : 0.5234, SeedDeviation = baseline ? null : 0.0000123, FoldDeviation = 0.00123, FitTime = TimeSpan.FromSeconds(baseline ? 0.01 : 185),
        Parameters = baseline ? 0 : 12_345, AgainstBestBaseline = loss == best ? null : new EqualAccuracyTest(-1, 0.0123, null),
    };

    public static TournamentResult Of(params LeaderboardRow[] rows) => new()
    {
        Verdict = new Verdict
        {
            Outcome = Outcome.NothingBeatsBaseline, Sentence = "Nothing beats predicting zero on next-day SPY returns (best: GRU, −0.2 % MAE, SPA p = 0.64).",
            Advice = "Do not trade this.", BestModel = "GRU", BestBaseline = "zero", Skill = -0.002, PValue = 0.64,
        },
        Task = new TaskSummary { Name = "return", Subject = "SPY", Horizon = 1, Target = "next-day SPY returns", Unit = "log return", PrimaryLoss = ForecastLoss.MeanAbsoluteError },
        Leaderboard = [.. rows.OrderBy(row => row.Loss).Select((row, index) => row with { Rank = index + 1 })],
        BestBaseline = "zero", Superiority = null, Failed = [], Unfinished = [], Warnings = [], Folds = [],
        Origins = [], Times = [], Actuals = new double[1234], Forecasts = [], TrainingCurves = [], ResidualTests = [],
        Doctor = new DoctorReport(5849, []),
        Manifest = new RunManifest
        {
            Source = "prices.csv", DataSha256 = new string('0', 64), Rows = 5849, FirstTime = new DateTime(1998, 1, 2), LastTime = new DateTime(2021, 3, 31),
            Split = "walk-forward, 5 folds", Seeds = [0, 1, 2], Threads = 2, Versions = new Dictionary<string, string>(), Command = "fathom forecast",
            Started = new DateTime(2026, 1, 1), Duration = TimeSpan.FromSeconds(75),
        },
    };
}
