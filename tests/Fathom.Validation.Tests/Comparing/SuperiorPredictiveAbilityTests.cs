namespace Fathom.Validation.Tests;

public class SuperiorPredictiveAbilityTests
{
    private static readonly (double[] Benchmark, double[][] Models) Data = SpaFixture.Losses();

    /// <summary>Figures computed independently of this code: mean gains, ω² and statistic are exact, the p-value is .0004 at 10,000 replications.</summary>
    [Fact]
    public void Agrees_with_the_reference()
    {
        SuperiorPredictiveAbilityResult result = new SuperiorPredictiveAbility { MeanBlockLength = 10, Seed = 1 }.Test(Data.Benchmark, Data.Models);
        double[] gains = [.04135435, .1145557, -.04567445, -.24055379, .30854672];
        double[] variances = [3.74390672, 3.63965765, 2.784416, 2.9211475, 2.63205005];
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(gains[k], result.MeanGains[k], 8);
            Assert.Equal(variances[k], result.Variances[k], 8);
        }

        Assert.Equal(4.252642416, result.Statistic, 9);
        Assert.Equal(4, result.Best);
        // Three binomial standard deviations about .0004 at 10,000 replications.
        Assert.InRange(result.PValue, 0, .0004 + 3 * Math.Sqrt(.0004 / 10_000));
        Assert.True(result.LowerPValue <= result.PValue && result.PValue <= result.UpperPValue);
    }

    [Fact]
    public void Does_not_depend_on_threads()
    {
        var one = new SuperiorPredictiveAbility { Replications = 500, Threads = 1 };
        double[][] weak = Data.Models[..4];
        Assert.Equal(one.Test(Data.Benchmark, weak).PValue, (one with { Threads = 3 }).Test(Data.Benchmark, weak).PValue);
    }

    [Fact]
    public void A_model_equal_to_the_benchmark_changes_nothing()
    {
        var spa = new SuperiorPredictiveAbility { Replications = 500 };
        Assert.Equal(spa.Test(Data.Benchmark, Data.Models[..3]).PValue, spa.Test(Data.Benchmark, [.. Data.Models[..3], Data.Benchmark]).PValue);
    }

    /// <summary>Hansen's point: a terrible model moves the upper p-value, not the consistent one.</summary>
    [Fact]
    public void Terrible_models_leave_the_consistent_p_value_alone()
    {
        var spa = new SuperiorPredictiveAbility { Replications = 2000, MeanBlockLength = 2 };
        double[] terrible = [.. new NumpyRandom(7).Normals(500).Select(z => 50 + z)];
        Assert.Equal(spa.Test(Data.Benchmark, Data.Models[..3]).PValue, spa.Test(Data.Benchmark, [.. Data.Models[..3], terrible]).PValue);
    }

    [Fact]
    public void A_failed_model_is_named()
    {
        double[] broken = [.. Data.Models[0]];
        broken[17] = double.NaN;
        string message = Assert.Throws<ArgumentException>(() => new SuperiorPredictiveAbility().Test(Data.Benchmark, [Data.Models[1], broken])).Message;
        Assert.Contains("Model 1 has the loss NaN at observation 17", message);
    }
}
