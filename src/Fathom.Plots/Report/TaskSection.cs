using System.Xml.Linq;
using Fathom.Forecasting;
using Fathom.Plots.Charts;

namespace Fathom.Plots.Report;

/// <summary>One task's part of the report: verdict, leaderboard, pictures, tests.</summary>
internal static class TaskSection
{
    private const int CurvesShown = 3;

    /// <summary>The section.</summary>
    public static XElement Of(TournamentResult result, ModelColors colors, FigureSet figures, string id) => Html.Element("section", new XAttribute("id", id),
        Html.Element("h2", Capital(result.Task.Target)),
        Html.Element("p", Html.Class("verdict"), Html.Element("strong", result.Verdict.Sentence), " ", result.Verdict.Advice),
        Warnings(result.Warnings),
        Leaderboard(result),
        Unranked(result),
        figures.Figure(LeaderboardChart.Of(result, colors)),
        figures.Figure(SkillChart.Of(result, colors)),
        figures.Figure(ForecastChart.Of(result, colors)),
        figures.Figure(ErrorChart.Of(result, colors)),
        figures.Figure(ResidualChart.Of(result, colors)),
        figures.Figure(FoldChart.Of(result)),
        Learning(result, colors, figures),
        Residuals(result),
        Significance(result));

    /// <summary>What to know before believing the leaderboard, leaks first; nothing for no warnings.</summary>
    public static XElement? Warnings(IReadOnlyList<TournamentWarning> warnings) => warnings.Count == 0 ? null : Html.Element("div", Html.Class("warning"),
        Html.Element("h3", "Read this first"),
        Html.Element("ul", warnings.OrderBy(warning => warning.Kind != WarningKind.Leakage).Select(warning =>
            Html.Element("li", warning.Kind == WarningKind.Leakage ? Html.Element("strong", "Leak. ") : null, warning.Message))));

    private static XElement Leaderboard(TournamentResult result)
    {
        ReadingUnit unit = ReadingUnit.Of(result.Task), lossUnit = ReadingUnit.OfLoss(result.Task);
        bool qlike = result.Task.PrimaryLoss == ForecastLoss.Qlike;
        int errors = Figures.Decimals(result.Leaderboard.SelectMany(row => new[] { row.MeanAbsoluteError, row.RootMeanSquaredError }).Select(value => value * unit.Factor));
        int losses = Figures.Decimals(result.Leaderboard.Select(row => row.Loss * lossUnit.Factor));
        string[] header = ["", "forecaster", .. qlike ? ["QLIKE"] : Array.Empty<string>(), $"MAE, {unit.Label}", $"RMSE, {unit.Label}", "skill, %", "direction, %", "± seeds", "± folds", "p (DM)", "fit time", "parameters"];
        return Html.Table(
            $"Leaderboard, best first by {Figures.Name(result.Task.PrimaryLoss)}, which was fixed before anything was fitted. Baselines are marked, the best one in bold; skill is against {result.BestBaseline ?? "no baseline"}.",
            header,
            result.Leaderboard.Select(row => (IReadOnlyList<string>)[
                row.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture), row.IsBaseline ? $"{row.Model} (baseline)" : row.Model,
                .. qlike ? [Figures.Fixed(row.Qlike, losses)] : Array.Empty<string>(),
                Figures.Fixed(row.MeanAbsoluteError * unit.Factor, errors), Figures.Fixed(row.RootMeanSquaredError * unit.Factor, errors),
                row.Model == result.BestBaseline ? Figures.None : Figures.Percent(row.Skill), Figures.Percent(row.DirectionAccuracy),
                Figures.Fixed(row.SeedDeviation * lossUnit.Factor, losses), Figures.Fixed(row.FoldDeviation * lossUnit.Factor, losses),
                Figures.PValue(row.AgainstBestBaseline?.PValue), Figures.Duration(row.FitTime), Figures.Count(row.Parameters)]),
            [1], index => result.Leaderboard[index] is not { IsBaseline: true } row ? null : row.Model == result.BestBaseline ? "baseline best" : "baseline");
    }

    private static XElement? Unranked(TournamentResult result)
    {
        UnrankedModel[] all = [.. result.Failed, .. result.Unfinished];
        return all.Length == 0 ? null : Html.Table("Not ranked", ["forecaster", "fits finished", "of", "why"], all.Select(model => (IReadOnlyList<string>)[
            model.Model, Figures.Count(model.FinishedRuns), Figures.Count(model.TotalRuns), model.Reason]), [0, 3]);
    }

    private static XElement? Learning(TournamentResult result, ModelColors colors, FigureSet figures)
    {
        var models = result.Leaderboard.Select(row => row.Model).Where(model => result.TrainingCurves.Any(curve => curve.Model == model && curve.Training.Length > 1)).Take(CurvesShown).ToList();
        return models.Count == 0 ? null : Html.Element("details", Html.Element("summary", "Learning curves"),
            models.Select(model => figures.Figure(LearningChart.Of(model, [.. result.TrainingCurves.Where(curve => curve.Model == model)], colors))));
    }

    private static XElement? Residuals(TournamentResult result) => result.ResidualTests.Count == 0 ? null : Html.Element("details", Html.Element("summary", "What the residuals still hold"),
        Html.Table("Tests on the errors over the test time line; a small p means structure that the forecasts missed", ["forecaster", "test", "lags", "statistic", "p", "reading"],
            result.ResidualTests.Select(test => (IReadOnlyList<string>)[
                test.Model, test.Test, Figures.Count(test.Lags), Figures.Significant(test.Statistic), Figures.PValue(test.PValue), test.Reading]), [0, 1, 5]));

    private static XElement? Significance(TournamentResult result) => result.Superiority is not { } spa ? null : Html.Paragraph(
        $"Superior predictive ability (Hansen 2005): {Figures.Count(spa.Models, "model", "models")} against {spa.Benchmark}, consistent p = {Figures.PValue(spa.PValue)}, " +
        $"stationary bootstrap with {Figures.Count(spa.Replications)} replications, mean block {Figures.Fixed(spa.MeanBlockLength, 1)}, seed {spa.Seed}. " +
        "DM is the Diebold–Mariano test with the correction of Harvey, Leybourne and Newbold, each model on its own.");

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
