namespace Fathom.Validation.Tests;

public class BacktestOverfittingTests
{
    /// <summary>The paper's own limits: worthless trials rank uniformly out of sample or worse; one real edge wins everywhere.</summary>
    [Fact]
    public void Noise_is_overfitted_and_an_edge_is_not()
    {
        var random = new NumpyRandom(12);
        double[][] noise = [.. Enumerable.Range(0, 30).Select(_ => random.Normals(640))];
        BacktestOverfittingResult worthless = BacktestOverfitting.Estimate(noise);
        Assert.Equal(12_870, worthless.Logits.Length);
        Assert.InRange(worthless.Probability, 0.35, 1);
        double[][] withEdge = [.. noise[..29], [.. noise[29].Select(r => r + 0.4)]];
        Assert.Equal(0, BacktestOverfitting.Estimate(withEdge).Probability);
        Assert.Equal(0, BacktestOverfitting.Estimate(withEdge).ProbabilityOfLoss);
    }

    /// <summary>Against a direct computation of every split on the returns themselves.</summary>
    [Fact]
    public void Agrees_with_a_direct_computation()
    {
        var random = new NumpyRandom(4);
        double[][] returns = [.. Enumerable.Range(0, 7).Select(k => random.Normals(60).Select(z => z + 0.05 * k).ToArray())];
        List<double> logits = [];
        foreach (int[] choice in Combinations.All(6, 3))
        {
            bool Inside(int t) => choice.Contains(t / 10);
            double[] Side(double[] r, bool inside) => [.. r.Where((_, t) => Inside(t) == inside)];
            double[] inSample = [.. returns.Select(r => Sharpe.Ratio(Side(r, true)))], outside = [.. returns.Select(r => Sharpe.Ratio(Side(r, false)))];
            int best = Array.IndexOf(inSample, inSample.Max());
            double omega = (outside.Count(s => s < outside[best]) + 1) / 8.0;
            logits.Add(Math.Log(omega / (1 - omega)));
        }

        BacktestOverfittingResult result = BacktestOverfitting.Estimate(returns, blocks: 6);
        Assert.Equal(logits.Count, result.Logits.Length);
        Assert.All(logits.Zip(result.Logits), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(logits.Count(l => l <= 0) / 20.0, result.Probability);
    }

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        Assert.Contains("even", Assert.Throws<ArgumentOutOfRangeException>(() => BacktestOverfitting.Estimate([new double[50], new double[50]], 5)).Message);
        Assert.Contains("fewer blocks", Assert.Throws<ArgumentException>(() => BacktestOverfitting.Estimate([new double[20], new double[20]])).Message);
    }
}
