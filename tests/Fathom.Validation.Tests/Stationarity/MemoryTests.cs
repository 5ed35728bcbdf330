namespace Fathom.Validation.Tests;

public class MemoryTests
{
    /// <summary>Campbell, Lo and MacKinlay (1997), section 2.4, written out for two periods: VR(2) is near 1 + ρ(1).</summary>
    [Fact]
    public void Variance_ratio_of_two_periods()
    {
        double[] y = TestData.Macro("cpi");
        int n = y.Length - 1;
        double mu = (y[n] - y[0]) / n;
        double one = Enumerable.Range(0, n).Sum(t => Math.Pow(y[t + 1] - y[t] - mu, 2)) / (n - 1);
        double two = Enumerable.Range(2, n - 1).Sum(t => Math.Pow(y[t] - y[t - 2] - 2 * mu, 2)) / (2 * (n - 1.0) * (1 - 2.0 / n));
        double[] d = [.. Enumerable.Range(0, n).Select(t => Math.Pow(y[t + 1] - y[t] - mu, 2))];
        double theta = n * Enumerable.Range(1, n - 1).Sum(t => d[t] * d[t - 1]) / Math.Pow(d.Sum(), 2);
        VarianceRatioResult result = VarianceRatio.Test(y);
        Assert.Equal(two / one, result.Ratio, 12);
        Assert.Equal(Math.Sqrt(n) * (two / one - 1) / Math.Sqrt(theta), result.Statistic, 10);
        Assert.Equal(1 + Autocorrelation.Function(TestData.Diff(y), 1)[1], result.Ratio, 0.02);
    }

    /// <summary>The 5 % test rejects about 5 % of random walks with changing variance; 3 standard deviations of 400.</summary>
    [Fact]
    public void Variance_ratio_has_its_size()
    {
        var random = new NumpyRandom(6);
        int rejected = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            double level = 0;
            double[] walk = [.. random.Normals(500).Select((z, t) => level += z * (1 + (t / 100 % 2)))];
            rejected += VarianceRatio.Test(walk, 4).PValue < 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected / 400.0, 0.05 - 3 * Math.Sqrt(.0475 / 400), 0.05 + 3 * Math.Sqrt(.0475 / 400));
    }

    /// <summary>(1 − L)^0.5: 1, −1/2, −1/8, −1/16, −5/128, …</summary>
    [Fact]
    public void Weights_are_binomial() =>
        Assert.Equal([1, -0.5, -0.125, -0.0625, -5 / 128.0], FractionalDifference.Weights(0.5, 0.03));

    [Fact]
    public void Whole_orders_are_plain_differences()
    {
        double[] y = new NumpyRandom(3).Normals(50);
        Assert.Equal(y, FractionalDifference.Apply(y, 0));
        Assert.All(TestData.Diff(y).Zip(FractionalDifference.Apply(y, 1)), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.All(TestData.Diff(TestData.Diff(y)).Zip(FractionalDifference.Apply(y, 2)), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Fact]
    public void Noise_needs_no_differencing_and_a_walk_some()
    {
        double[] e = new NumpyRandom(2).Normals(3000);
        double level = 0;
        double[] walk = [.. e.Select(z => level += z)];
        Assert.Equal(0, FractionalDifference.MinimumOrder(e));
        double order = FractionalDifference.MinimumOrder(walk, threshold: 1e-3);
        Assert.InRange(order, 0.05, 1);
        Assert.True(UnitRoot.Adf(FractionalDifference.Apply(walk, order - 0.05, 1e-3), lags: 1).PValue > 0.05);
    }

    [Fact]
    public void A_window_longer_than_the_series_is_refused() =>
        Assert.Contains("larger threshold", Assert.Throws<ArgumentException>(() => FractionalDifference.Apply(new double[20], 0.4, 1e-5)).Message);
}
