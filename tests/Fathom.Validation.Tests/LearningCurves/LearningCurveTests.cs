namespace Fathom.Validation.Tests;

public class LearningCurveTests
{
    /// <summary>A mean of m independent observations forecasts another with squared error σ²(1 + 1/m) and its own with σ²(1 − 1/m).</summary>
    [Fact]
    public void The_mean_has_the_curve_of_its_closed_form()
    {
        const int repeats = 300;
        double[] train = new double[3], test = new double[3];
        for (int round = 0; round < repeats; round++)
        {
            double[] y = new NumpyRandom((uint)(1000 + round)).Normals(80);
            LearningCurvePoint[] curve = LearningCurve.Compute(LabelSpan.Horizon(80, 0), new KFold(4), [0.05, 0.2, 1], labels =>
            {
                double mean = labels.Average(i => y[i]);
                return others => others.Average(i => (y[i] - mean) * (y[i] - mean));
            });
            Assert.Equal([3.0, 12, 60], curve.Select(p => p.TrainSize));
            for (int k = 0; k < 3; k++)
            {
                train[k] += curve[k].MeanTrainScore / repeats;
                test[k] += curve[k].MeanTestScore / repeats;
            }
        }

        // Four standard errors of a mean of squares: √(2 × sum of squared variances), folds being nearly independent.
        int[] sizes = [3, 12, 60];
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(1 + 1.0 / sizes[k], test[k], 0.06);
            Assert.Equal(1 - 1.0 / sizes[k], train[k], 0.12 / Math.Sqrt(sizes[k] / 3.0));
        }
    }

    [Fact]
    public void The_latest_labels_are_used()
    {
        List<int[]> seen = [];
        LearningCurve.Compute(LabelSpan.Horizon(20, 0), new WalkForward(10, 5), [0.3], labels =>
        {
            seen.Add(labels);
            return _ => 0;
        });
        Assert.Equal([[7, 8, 9], [12, 13, 14]], seen);
    }

    [Fact]
    public void Bias_and_variance_by_hand()
    {
        BiasVariance parts = BiasVariance.Decompose([[1, 2], [3, 2]], [1, 1]);
        Assert.Equal((1.5, 1, 0.5), (parts.ExpectedLoss, parts.BiasSquared, parts.Variance));
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => BiasVariance.Decompose([[1]], [1])).Message);
    }

    /// <summary>Shrinking a mean of m observations by the factor c has bias² ((1 − c)μ)² and variance c²σ²/m.</summary>
    [Fact]
    public void Bias_and_variance_of_a_shrunken_mean()
    {
        const double mu = 2, shrink = 0.7;
        double[][] predictions = [.. Enumerable.Range(0, 4000).Select(s => new[] { shrink * (mu + new NumpyRandom((uint)s).Normals(10).Average()) })];
        BiasVariance parts = BiasVariance.Decompose(predictions, [mu]);
        Assert.Equal(0.36, parts.BiasSquared, 4 * 2 * 0.6 * shrink / Math.Sqrt(10 * 4000));
        Assert.Equal(shrink * shrink / 10, parts.Variance, 4 * 0.049 * Math.Sqrt(2 / 4000.0));
        Assert.Equal(parts.ExpectedLoss, parts.BiasSquared + parts.Variance, 1e-12);
    }
}
