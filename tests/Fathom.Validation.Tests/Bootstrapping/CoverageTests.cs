using System.Text.Json;

namespace Fathom.Validation.Tests;

/// <summary>
/// How often 95 % intervals for the mean of an AR(1) cover, against an independent simulation in NumPy (Fixtures/coverage.json, made by
/// tools/oracles/validation_coverage.py): block methods fall short as dependence grows. Published figures: <see cref="PublishedCoverageTests"/>.
/// </summary>
public class CoverageTests
{
    [Fact]
    public void Intervals_cover_as_often_as_an_independent_simulation_has_it()
    {
        int worlds = TestData.Worlds;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "coverage.json")));
        int n = document.RootElement.GetProperty("observations").GetInt32(), replications = document.RootElement.GetProperty("replications").GetInt32();
        double share = 1.0 / worlds + 1.0 / document.RootElement.GetProperty("worlds").GetInt32();
        foreach (JsonElement c in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            double rho = c.GetProperty("rho").GetDouble(), expected = c.GetProperty("coverage").GetDouble();
            int length = c.GetProperty("length").GetInt32();
            string method = c.GetProperty("method").GetString()!;
            var covers = new bool[worlds];
            Parallel.For(0, worlds, w =>
            {
                double[] y = ModelBootstrapTests.Simulate(n + 200, rho, (uint)w)[200..];
                Bootstrap bootstrap = method switch
                {
                    "stationary" => new StationaryBootstrap(length),
                    "circular" => new CircularBlockBootstrap(length),
                    _ => new ResidualBootstrap(series => Autoregression.Fit(series, 1)),
                };
                covers[w] = (bootstrap with { Seed = w, Threads = 1 }).ConfidenceInterval(y, SpanMath.Mean, replications, 0.95, IntervalMethod.Percentile).Contains(0);
            });
            double covered = covers.Count(v => v) / (double)worlds;
            // Two standard errors of the difference between both simulations.
            Assert.True(Math.Abs(covered - expected) <= 2 * Math.Sqrt(expected * (1 - expected) * share), $"{method}, ρ {rho}: {covered} instead of {expected}");
        }
    }
}
