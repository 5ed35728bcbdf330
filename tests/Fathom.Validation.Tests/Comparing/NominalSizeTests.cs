namespace Fathom.Validation.Tests;

public class NominalSizeTests
{
    /// <summary>Five models as good as the benchmark, 400 days: SPA rejects as often as its level says, within two standard errors of the simulation.</summary>
    [Fact]
    public void Superior_predictive_ability_under_the_null()
    {
        int worlds = TestData.Worlds;
        var p = new double[worlds];
        Parallel.For(0, worlds, w =>
        {
            var random = new NumpyRandom((uint)(5000 + w));
            double[] benchmark = random.Normals(400);
            double[][] models = [.. Enumerable.Range(0, 5).Select(_ => random.Normals(400))];
            p[w] = new SuperiorPredictiveAbility { Seed = w, Replications = 500, MeanBlockLength = 1, Threads = 1 }.Test(benchmark, models).PValue;
        });
        foreach (double level in new[] { 0.05, 0.1 })
            Assert.Equal(level, p.Count(v => v < level) / (double)worlds, 2 * Math.Sqrt(level * (1 - level) / worlds));
    }
}
