using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>The tests a tournament reports.</summary>
internal static class SignificanceTests
{
    /// <summary>Diebold–Mariano against the benchmark; null where the losses do not differ or there are too few.</summary>
    public static EqualAccuracyTest? Compare(Scorecard model, Scorecard benchmark, int horizon)
    {
        if (model == benchmark || model.MeanLosses.AsSpan().SequenceEqual(benchmark.MeanLosses) || model.MeanLosses.Length <= horizon + 1)
            return null;
        DieboldMarianoResult result = DieboldMariano.Test(model.MeanLosses, benchmark.MeanLosses, horizon);
        string? note = result.FellBack ? "Bartlett weights: the rectangular variance was near zero or negative." : null;
        return double.IsFinite(result.Statistic) ? new EqualAccuracyTest(result.Statistic, result.PValue, note) : null;
    }

    /// <summary>
    /// Superior predictive ability of all models over the benchmark, and the models that may be named for it: where SPA rejects, those that stepwise multiple
    /// testing (Romano and Wolf 2005) finds better, with 5 % as the bound on naming even one wrongly. A warning where it cannot be computed.
    /// </summary>
    public static (SuperiorityTest? Test, IReadOnlyList<Scorecard> Superior) Superiority(
        IReadOnlyList<Scorecard> models, Scorecard benchmark, int horizon, int replications, int seed, int threads, List<TournamentWarning> warnings)
    {
        int n = benchmark.MeanLosses.Length;
        double[][] losses = [.. models.Select(model => model.MeanLosses)];
        double block = Math.Min(n, Math.Max(Math.Sqrt(n), horizon));
        try
        {
            SuperiorPredictiveAbilityResult result = new SuperiorPredictiveAbility { Replications = replications, Seed = seed, Threads = threads, MeanBlockLength = block }
                .Test(benchmark.MeanLosses, losses);
            var test = new SuperiorityTest(benchmark.Forecaster.Name, result.Statistic, result.PValue, models.Count, replications, block, seed);
            if (test.PValue >= Verdict.Level)
                return (test, []);
            int[] superior = new StepwiseMultipleTest { Size = Verdict.Level, Replications = replications, Seed = seed, MeanBlockLength = block }
                .Superior(benchmark.MeanLosses, losses);
            // On the very edge of 5 % the two may part; SPA's statistic then names its model.
            return (test, superior.Length > 0 ? [.. superior.Select(model => models[model])] : [models[result.Best]]);
        }
        catch (ArgumentException error)
        {
            warnings.Add(new TournamentWarning(WarningKind.Significance, $"Superior predictive ability could not be tested: {error.Message}", null));
            return (null, []);
        }
    }
}
