namespace Fathom.Validation.Tests;

/// <summary>On losses whose outcome is known: StepM picks the fifth model alone, the 10 % confidence set keeps the fifth alone.</summary>
public class MultipleComparisonTests
{
    private static readonly (double[] Benchmark, double[][] Models) Data = SpaFixture.Losses();

    [Fact]
    public void StepM_picks_the_fifth() => Assert.Equal([4], new StepwiseMultipleTest { MeanBlockLength = 10 }.Superior(Data.Benchmark, Data.Models));

    [Fact]
    public void The_confidence_set_keeps_the_fifth()
    {
        ModelConfidenceSetResult result = new ModelConfidenceSet { MeanBlockLength = 10 }.Run(Data.Models);
        Assert.Equal([4], result.Included);
        Assert.Equal(1, result.PValues[4]);
    }

    [Fact]
    public void The_confidence_set_keeps_twins_together()
    {
        double[] twin = [.. Data.Models[4]];
        Assert.Equal([4, 5], new ModelConfidenceSet { MeanBlockLength = 10 }.Run([.. Data.Models, twin]).Included);
    }

    /// <summary>A set of 90 % confidence holds the best model in at least 90 % of samples; minus 3 standard deviations of 100 trials.</summary>
    [Fact]
    public void The_confidence_set_covers()
    {
        var random = new NumpyRandom(21);
        int held = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            double[][] losses = [.. new[] { 0, 0.1, 0.1, 0.2 }.Select(shift => random.Normals(150).Select(z => z + shift).ToArray())];
            held += new ModelConfidenceSet { MeanBlockLength = 1, Replications = 300, Seed = trial }.Run(losses).Included.Contains(0) ? 1 : 0;
        }

        Assert.InRange(held, 81, 100);
    }

    [Fact]
    public void Reality_check_finds_the_fifth_and_spares_the_null()
    {
        var check = new RealityCheck { MeanBlockLength = 10, Replications = 2000 };
        Assert.InRange(check.PValue(Data.Benchmark, Data.Models), 0, 0.01);
        Assert.InRange(check.PValue(Data.Benchmark, [Data.Models[2], Data.Models[3]]), 0.3, 1);
    }
}
