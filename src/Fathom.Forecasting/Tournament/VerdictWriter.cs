using System.Globalization;

namespace Fathom.Forecasting;

/// <summary>
/// Writes the verdict. "Beats" needs SPA's consistent p-value below 5 %, so that the number of models tried is paid for. The model named is the best by loss of
/// those that stepwise multiple testing finds better, so that its name is paid for too. The best baseline is chosen on the test data too, which favours the
/// baseline.
/// </summary>
internal sealed class VerdictWriter(ForecastProblem problem, int folds, int seeds, int overlaps)
{
    public Verdict Write(IReadOnlyList<LeaderboardRow> board, SuperiorityTest? superiority, IReadOnlyList<string> superior)
    {
        LeaderboardRow? baseline = board.FirstOrDefault(row => row.IsBaseline), model = board.FirstOrDefault(row => !row.IsBaseline);
        string target = problem.Summary.Target;
        if (baseline is null)
        {
            return Verdict(Outcome.NothingFinished, $"Nothing can be said about {target}: no baseline finished.",
                "Run the tournament to its end.", model, null, null);
        }

        if (model is null)
        {
            return Verdict(Outcome.OnlyBaselines, $"{Phrase(baseline, capital: true)} is the best of {board.Count} baselines on {target}; no model finished that could beat it.",
                "Name models to compare with it.", null, baseline, null);
        }

        double? p = superiority?.PValue;
        if (board.FirstOrDefault(row => superior.Contains(row.Model)) is { Skill: > 0 } winner)
        {
            string runs = $"{folds} fold{(folds == 1 ? "" : "s")}{(winner.SeedDeviation is null ? "" : $" × {seeds} seeds")}";
            return Verdict(Outcome.ModelBeatsBaseline,
                string.Create(CultureInfo.InvariantCulture, $"{winner.Model} beats {Phrase(baseline)} on {target} by {100 * winner.Skill:0.0} % {Loss()} (SPA p {P(p!.Value)}, {runs})."),
                Advice($"Use {winner.Model} rather than {baseline.Model}, refitted at least as often as here; the gain is on forecasts, before costs."), winner, baseline, p);
        }

        string uncertainty = p is null ? "SPA not computed" : $"SPA p {P(p.Value)}";
        return Verdict(Outcome.NothingBeatsBaseline,
            string.Create(CultureInfo.InvariantCulture, $"Nothing beats {Phrase(baseline)} on {target} (best: {model.Model}, {Signed(100 * model.Skill)} % {Loss()}, {uncertainty})."),
            Advice(problem.Task is ReturnTask ? "Do not trade this."
                : model.Skill > 0 ? $"Use {baseline.Model}: it is cheaper, and the difference may well be chance."
                : $"Use {baseline.Model}: it is cheaper and no worse."), model, baseline, p);
    }

    private string Advice(string usual) => overlaps == 0 ? usual : string.Create(CultureInfo.InvariantCulture,
        $"Do not believe this: {overlaps:N0} training labels overlap test labels. Purge the split and run again.");

    private string Loss() => problem.Task.PrimaryLoss switch
    {
        ForecastLoss.Qlike => "QLIKE",
        ForecastLoss.RootMeanSquaredError => "RMSE",
        _ => "MAE",
    };

    private static string Phrase(LeaderboardRow baseline, bool capital = false) => baseline.Model switch
    {
        "zero" => capital ? "Predicting zero" : "predicting zero",
        "mean" => capital ? "The training mean" : "the training mean",
        "median" => capital ? "The training median" : "the training median",
        "last" => capital ? "The last value" : "the last value",
        string name => name,
    };

    private static string Signed(double value) =>
        Math.Abs(value) < 0.05 ? "0.0" : value.ToString("+0.0;−0.0", CultureInfo.InvariantCulture);

    /// <summary>p to two figures, as "= 0.012" or "&lt; 0.001".</summary>
    private static string P(double p) => p < 0.001 ? "< 0.001" : p < 0.1 ? $"= {p.ToString("0.000", CultureInfo.InvariantCulture)}" : $"= {p.ToString("0.00", CultureInfo.InvariantCulture)}";

    private static Verdict Verdict(Outcome outcome, string sentence, string advice, LeaderboardRow? model, LeaderboardRow? baseline, double? p) => new()
    {
        Outcome = outcome,
        Sentence = sentence,
        Advice = advice,
        BestModel = model?.Model,
        BestBaseline = baseline?.Model,
        Skill = model is null || baseline is null ? null : model.Skill,
        PValue = p,
    };
}
