namespace Fathom.Trees.Tests.Boosting;

// The memory counted is the whole process's: nothing may run beside it.
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    [Theory, InlineData(20, 24 + 20), InlineData(50, 64 + 50)]
    public void A_fit_holds_no_more_than_stated(int columns, int bytesOfCells)
    {
        const int Rows = 50_000;
        var random = new Random(1);
        Features features = Features.FromColumns([.. Enumerable.Range(0, columns).Select(_ => FeatureColumn.Numbers(Enumerable.Range(0, Rows).Select(_ => random.NextSingle()).ToArray().AsSpan()))]);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        long before = GC.GetTotalMemory(forceFullCollection: true), during = 0;
        var model = new GradientBoostingRegressor { Trees = 2, MaxDepth = 2, Threads = 1 };
        model.Fit(features, targets, progress: new Peek(() => during = Math.Max(during, GC.GetTotalMemory(forceFullCollection: true))));
        // 48 bytes per row besides the cells; histograms of 2 KB per column and node do not grow with the rows.
        long stated = (long)Rows * (bytesOfCells + 48), histograms = 8L * 2048 * (columns + 8);
        Assert.InRange(during - before, 0, stated + histograms + (1 << 20));
    }

    private sealed class Peek(Action look) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value)
        {
            if (value.Round == 1)
                look();
        }
    }
}
