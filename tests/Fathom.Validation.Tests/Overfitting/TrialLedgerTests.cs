namespace Fathom.Validation.Tests;

public class TrialLedgerTests
{
    [Fact]
    public void The_best_of_many_worthless_trials_is_seen_through()
    {
        var random = new NumpyRandom(17);
        var ledger = new TrialLedger();
        for (int i = 0; i < 100; i++)
            ledger.Record($"trial {i}", random.Normals(500));
        DeflatedTrial best = ledger.Best();
        Assert.Equal(100, best.Trials);
        Assert.InRange(best.DeflatedSharpeRatio, 0.05, 0.95);
        // Alone, the same track record would look like a discovery.
        Assert.True(Overfitting.ProbabilisticSharpeRatio(best.SharpePerPeriod, 0, 500) > 0.98);

        ledger.Record("edge", [.. random.Normals(500).Select(z => z + 0.5)]);
        Assert.Equal("edge", ledger.Best().Name);
        Assert.True(ledger.Best().DeflatedSharpeRatio > 0.99);
    }

    [Fact]
    public void Too_few_trials_are_refused() => Assert.Throws<InvalidOperationException>(() => new TrialLedger().Best());
}
