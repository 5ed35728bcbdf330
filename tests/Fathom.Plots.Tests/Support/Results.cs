using Fathom.Forecasting;

namespace Fathom.Plots.Tests.Support;

/// <summary>Results of real tournaments on small made-up series.</summary>
internal static class Results
{
    private static readonly Lazy<TournamentResult> LazyPlain = new(() => Run("made", 800, ["ridge", "boosting"]));

    public static TournamentResult Plain => LazyPlain.Value;

    public static TournamentResult Run(string name, int days, string[] models, int folds = 3)
    {
        var random = new Random(11);
        double level = 100;
        double[] close = new double[days];
        for (int i = 0; i < days; i++) close[i] = level *= Math.Exp(0.01 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        // One bad print, which the doctor finds and the report shows.
        close[300] *= 1.4;
        var series = new PriceSeries(name, [.. Enumerable.Range(0, days).Select(i => new DateTime(2015, 1, 1).AddDays(i))], close);
        var task = new ReturnTask(1);
        return new Tournament(task, ForecasterCatalogue.Create(models, task, series)) { Folds = folds, Seeds = [0, 1], Replications = 200, Threads = 1, Command = $"fathom forecast \"{name}\"" }
            .Run(series);
    }
}
