namespace Fathom.Forecasting;

/// <summary>
/// Hansen's test of superior predictive ability (2005): the hypothesis is that no model is better than the best baseline; all models that are no baseline take
/// part, so that trying many is paid for.
/// </summary>
/// <param name="Benchmark">The best baseline.</param>
/// <param name="Statistic">The largest studentised gain over the benchmark, at least 0.</param>
/// <param name="PValue">The consistent p-value, 0–1: the one to quote.</param>
/// <param name="Models">How many models took part.</param>
/// <param name="Replications">Bootstrap replications.</param>
/// <param name="MeanBlockLength">Mean block length of the stationary bootstrap, in observations.</param>
/// <param name="Seed">Seed of the bootstrap.</param>
public sealed record SuperiorityTest(
    string Benchmark, double Statistic, double PValue, int Models, int Replications, double MeanBlockLength, int Seed);
