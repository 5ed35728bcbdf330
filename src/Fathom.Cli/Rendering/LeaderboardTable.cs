using Fathom.Cli.Terminals;
using Fathom.Forecasting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fathom.Cli.Rendering;

/// <summary>The leaderboard of one task: best first, baselines marked with a star, as many columns as the console has room for.</summary>
/// <param name="result">What the tournament found.</param>
/// <param name="glyphs">The signs of the console.</param>
/// <param name="width">Columns of the console.</param>
internal sealed class LeaderboardTable(TournamentResult result, Glyphs glyphs, int width)
{
    private const int Gap = 2;

    /// <summary>The table, with a legend under it.</summary>
    public IRenderable Render()
    {
        IReadOnlyList<LeaderboardColumn> columns = Fit([.. Columns()]);
        var table = new Table { Border = new HeaderRule(glyphs.Rule), UseSafeBorder = false, ShowRowSeparators = false };
        foreach (LeaderboardColumn column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.Header, Palette.Quiet))
            {
                Alignment = column.Alignment, NoWrap = true, Padding = new Padding(0, 0, 0, 0),
            });
        }

        for (int row = 0; row < result.Leaderboard.Count; row++)
        {
            Style style = result.Leaderboard[row].Model == result.BestBaseline ? Palette.Strong : Style.Plain;
            table.AddRow(columns.Select(column => new Text(column.Cells[row], style)));
        }

        return new Rows(table, new Text(Legend(), Palette.Quiet));
    }

    private string Legend()
    {
        string unit = glyphs.Text(LossUnit.Of(result.Task).Label);
        string errors = $"Errors in {unit}{(result.Task.PrimaryLoss == ForecastLoss.Qlike ? ", QLIKE without unit" : "")}.";
        return result.BestBaseline is null
            ? $"* baseline. {errors}"
            : $"* baseline. Skill and DM p (Diebold-Mariano): against the best one, {glyphs.Text(result.BestBaseline)}. {errors}";
    }

    private IEnumerable<LeaderboardColumn> Columns()
    {
        IReadOnlyList<LeaderboardRow> rows = result.Leaderboard;
        LossUnit unit = LossUnit.Of(result.Task);
        ForecastLoss primary = result.Task.PrimaryLoss;
        double factor = primary == ForecastLoss.Qlike ? 1 : unit.Factor;
        int decimals = Figures.Decimals(rows.Select(row => row.Loss * factor));
        yield return new("#", [.. rows.Select(row => Figures.Count(row.Rank))], 0);
        yield return new("model", [.. rows.Select(row => glyphs.Text(row.Model) + (row.IsBaseline ? " *" : ""))], 0, Justify.Left);
        foreach (ForecastLoss loss in Losses(primary))
            yield return Loss(loss, rows, unit, loss == primary ? 0 : loss == ForecastLoss.MeanAbsoluteError ? 6 : 3);
        yield return new("skill\n%", [.. rows.Select(row => Figures.Percent(row.Skill))], 9);
        yield return new("DM\np", [.. rows.Select(row => Or(row.AgainstBestBaseline?.PValue, Figures.PValue))], 8);
        yield return new("sign\nright %", [.. rows.Select(row => Or(row.DirectionAccuracy, Figures.Percent))], 5);
        yield return new($"{glyphs.PlusMinus}\nseeds", [.. rows.Select(row => Or(row.SeedDeviation * factor, InColumn))], 4);
        yield return new($"{glyphs.PlusMinus}\nfolds", [.. rows.Select(row => Or(row.FoldDeviation * factor, InColumn))], 7);
        yield return new("fit\ntime", [.. rows.Select(row => Figures.Duration(row.FitTime))], 2);
        yield return new("para-\nmeters", [.. rows.Select(row => row.Parameters is long count ? Figures.Count(count) : glyphs.None)], 1);

        string InColumn(double value) => Figures.Fixed(value, decimals);
    }

    private static IEnumerable<ForecastLoss> Losses(ForecastLoss primary) => primary switch
    {
        ForecastLoss.Qlike => [ForecastLoss.Qlike, ForecastLoss.MeanAbsoluteError, ForecastLoss.RootMeanSquaredError],
        ForecastLoss.RootMeanSquaredError => [ForecastLoss.RootMeanSquaredError, ForecastLoss.MeanAbsoluteError],
        _ => [ForecastLoss.MeanAbsoluteError, ForecastLoss.RootMeanSquaredError],
    };

    private static LeaderboardColumn Loss(ForecastLoss loss, IReadOnlyList<LeaderboardRow> rows, LossUnit unit, int keep)
    {
        (string header, double[] values) = loss switch
        {
            ForecastLoss.Qlike => ("QLIKE", rows.Select(row => row.Qlike ?? double.NaN).ToArray()),
            ForecastLoss.RootMeanSquaredError => ("RMSE", rows.Select(row => row.RootMeanSquaredError * unit.Factor).ToArray()),
            _ => ("MAE", rows.Select(row => row.MeanAbsoluteError * unit.Factor).ToArray()),
        };
        int decimals = Figures.Decimals(values);
        return new LeaderboardColumn(header, [.. values.Select(value => Figures.Fixed(value, decimals))], keep);
    }

    private string Or(double? value, Func<double, string> show) => value is double known && double.IsFinite(known) ? show(known) : glyphs.None;

    private List<LeaderboardColumn> Fit(List<LeaderboardColumn> columns)
    {
        while (columns.Sum(column => column.Width + Gap) - Gap > width
            && columns.Where(column => column.Keep > 0).MinBy(column => column.Keep) is LeaderboardColumn least)
            columns.Remove(least);
        return columns;
    }
}
