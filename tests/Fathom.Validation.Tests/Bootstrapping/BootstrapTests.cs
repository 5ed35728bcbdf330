namespace Fathom.Validation.Tests;

public class BootstrapTests
{
    private static readonly double[] Sample = [.. new NumpyRandom(5).Normals(400).Select(z => 0.5 + z)];
    private static readonly Statistic Mean = x =>
    {
        double sum = 0;
        foreach (double v in x)
            sum += v;
        return sum / x.Length;
    };

    public static TheoryData<Bootstrap> Methods =>
        [new StationaryBootstrap(5) { Seed = 3 }, new CircularBlockBootstrap(7) { Seed = 3 }, new MovingBlockBootstrap(7) { Seed = 3 }, new IidBootstrap { Seed = 3 }];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Does_not_depend_on_threads(Bootstrap bootstrap)
    {
        double[] one = (bootstrap with { Threads = 1 }).Replicate(Sample, Mean, 50), many = (bootstrap with { Threads = 4 }).Replicate(Sample, Mean, 50);
        Assert.Equal(one, many);
        Assert.Equal(Mean(bootstrap.Resample(Sample, 17)), many[17]);
        Assert.NotEqual(one, (bootstrap with { Seed = 4 }).Replicate(Sample, Mean, 50));
    }

    /// <summary>A resampled observation that is not the last of its block is followed by its successor.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Resamples_are_runs_of_the_series(Bootstrap bootstrap)
    {
        double[] index = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        double expected = bootstrap switch { StationaryBootstrap s => s.MeanBlockLength, IidBootstrap => 1, _ => 7 };
        double joins = Enumerable.Range(0, 100).Average(r =>
        {
            double[] sample = bootstrap.Resample(index, r);
            return sample.Zip(sample.Skip(1), (a, b) => (a + 1) % 1000 == b ? 0 : 1).Sum() + 1.0;
        });
        Assert.Equal(1000 / expected, joins, 1000 / expected * 0.05);
    }

    /// <summary>The variance of a circularly resampled mean is known exactly: Σ(1 − |k|/b)γ_k/n with circular autocovariances.</summary>
    [Fact]
    public void Variance_of_the_mean_under_circular_blocks()
    {
        double[] e = new NumpyRandom(9).Normals(300);
        var y = new double[300];
        for (int t = 1; t < 300; t++)
            y[t] = 0.6 * y[t - 1] + e[t];
        double mean = y.Average();
        double exact = Enumerable.Range(-9, 19).Sum(k => (1 - Math.Abs(k) / 10.0) * Enumerable.Range(0, 300).Sum(t => (y[t] - mean) * (y[(t + k + 300) % 300] - mean)) / 300) / 300;
        double[] means = new CircularBlockBootstrap(10) { Seed = 2 }.Replicate(y, Mean, 20_000);
        double average = means.Average(), variance = means.Average(m => (m - average) * (m - average));
        Assert.Equal(1, variance / exact, 0.04);
        Assert.Equal(mean, average, 4 * Math.Sqrt(exact / 20_000));
    }

    /// <summary>For the mean of independent normals all methods agree with Student's interval to a few per cent of its width.</summary>
    [Theory]
    [InlineData(IntervalMethod.Basic)]
    [InlineData(IntervalMethod.Percentile)]
    [InlineData(IntervalMethod.Normal)]
    [InlineData(IntervalMethod.BiasCorrected)]
    [InlineData(IntervalMethod.Bca)]
    [InlineData(IntervalMethod.Studentized)]
    public void Intervals_for_a_mean(IntervalMethod method)
    {
        double mean = Sample.Average(), deviation = Math.Sqrt(Sample.Sum(v => (v - mean) * (v - mean)) / 399);
        double margin = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, 399, 0.975) * deviation / 20;
        Interval interval = new IidBootstrap { Seed = 1 }.ConfidenceInterval(Sample, Mean, 4000, 0.95, method);
        Assert.Equal(mean, interval.Estimate, 12);
        Assert.Equal(mean - margin, interval.Lower, 0.1 * margin);
        Assert.Equal(mean + margin, interval.Upper, 0.1 * margin);
    }

    /// <summary>
    /// BCa against its own definition on a skewed statistic (Efron 1987): the jackknife acceleration of a mean is Σ(x−x̄)³/(6(Σ(x−x̄)²)^1.5).
    /// </summary>
    [Fact]
    public void Bca_follows_its_formula()
    {
        double[] skewed = [.. new NumpyRandom(8).Normals(40).Select(Math.Exp)];
        var bootstrap = new IidBootstrap { Seed = 6 };
        double[] sorted = [.. bootstrap.Replicate(skewed, Mean, 2000).Order()];
        double mean = skewed.Average();
        double bias = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, sorted.Count(v => v < mean) / 2000.0);
        double a = skewed.Sum(x => Math.Pow(x - mean, 3)) / (6 * Math.Pow(skewed.Sum(x => (x - mean) * (x - mean)), 1.5));
        double Level(double z) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, bias + (bias + z) / (1 - a * (bias + z)));
        double At(double p) => sorted[(int)(p * 1999)] + (p * 1999 - (int)(p * 1999)) * (sorted[(int)(p * 1999) + 1] - sorted[(int)(p * 1999)]);
        Interval interval = bootstrap.ConfidenceInterval(skewed, Mean, 2000);
        Assert.Equal(At(Level(-1.959963984540054)), interval.Lower, 8);
        Assert.Equal(At(Level(1.959963984540054)), interval.Upper, 8);
    }

    [Fact]
    public void As_the_design_shows()
    {
        double[] returns = Sample;
        var bootstrap = new StationaryBootstrap(meanBlockLength: BlockLength.Optimal(returns).Stationary) { Seed = 1 };
        Interval ci = bootstrap.ConfidenceInterval(returns, Sharpe.Ratio, replications: 1_000, level: 0.95, IntervalMethod.Bca);
        Assert.True(ci.Contains(0.5));
    }

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        Assert.Contains("exceeds the 3 observations", Assert.Throws<ArgumentException>(() => new StationaryBootstrap(5).Resample([1, 2, 3], 0)).Message);
        Assert.Contains("series[1] is NaN", Assert.Throws<ArgumentException>(() => new IidBootstrap().Replicate([1, double.NaN], Mean, 5)).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => new IidBootstrap().ConfidenceInterval([1, 2, 3], Sharpe.Ratio, 100)).Message);
    }
}
