using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

/// <summary>Models with several outputs per row, on a target whose spread depends on the input.</summary>
public class IntervalTests
{
    [Fact]
    public void Quantiles_cover_what_they_promise_and_never_cross()
    {
        (Features Features, double[] Targets, double[] Deviations) train = Draw(1, 6000), test = Draw(2, 6000);
        double[] levels = [0.05, 0.25, 0.5, 0.75, 0.95];
        var model = new GradientBoostingRegressor { Trees = 100, MaxDepth = 3, MinLeafRows = 40, Objective = Objective.Quantile(levels) };
        model.Fit(train.Features, train.Targets);
        float[,] quantiles = model.PredictOutputs(test.Features);
        for (int output = 0; output < levels.Length; output++)
        {
            double below = Enumerable.Range(0, test.Targets.Length).Average(row => test.Targets[row] <= quantiles[row, output] ? 1.0 : 0);
            // The share of 6000 draws has a deviation of at most 0.0065; the model's own error comes on top.
            Assert.InRange(below, levels[output] - 0.025, levels[output] + 0.025);
        }
        for (int row = 0; row < test.Targets.Length; row++)
        {
            for (int output = 1; output < levels.Length; output++)
                Assert.True(quantiles[row, output] >= quantiles[row, output - 1]);
        }
        // Normal quantiles at ±1.645 deviations lie 3.29 deviations apart.
        double[] widths = [.. Enumerable.Range(0, test.Targets.Length).Select(row => (quantiles[row, 4] - quantiles[row, 0]) / (3.29 * test.Deviations[row]))];
        Assert.InRange(widths.Average(), 0.9, 1.1);
    }

    [Fact]
    public void Several_quantiles_are_those_of_models_of_their_own()
    {
        (Features features, double[] targets, _) = Draw(3, 800);
        var both = new GradientBoostingRegressor { Trees = 20, Split = SplitMethod.Exact, Objective = Objective.Quantile(0.1, 0.9) };
        both.Fit(features, targets);
        float[,] quantiles = both.PredictOutputs(features);
        for (int output = 0; output < 2; output++)
        {
            var alone = new GradientBoostingRegressor { Trees = 20, Split = SplitMethod.Exact, Objective = Objective.Quantile(output == 0 ? 0.1 : 0.9) };
            alone.Fit(features, targets);
            Assert.Equal(alone.Predict(features), Enumerable.Range(0, 800).Select(row => quantiles[row, output]));
        }
    }

    [Theory, InlineData(1), InlineData(1e-4), InlineData(1e4)]
    public void A_normal_distribution_is_found_in_any_unit(double unit)
    {
        (Features Features, double[] Targets, double[] Deviations) train = Draw(4, 6000), test = Draw(5, 6000);
        var model = new GradientBoostingRegressor { Trees = 60, MaxDepth = 3, MinChildWeight = 40, Objective = Objective.Gaussian };
        BoostingHistory history = model.Fit(
            train.Features, Array.ConvertAll(train.Targets, target => unit * target), validation: (test.Features, Array.ConvertAll(test.Targets, target => unit * target)));
        float[,] normal = model.PredictOutputs(test.Features);
        double errors = 0, ratios = 0;
        for (int row = 0; row < test.Targets.Length; row++)
        {
            double z = (unit * test.Targets[row] - normal[row, 0]) / normal[row, 1];
            errors += z * z / test.Targets.Length;
            ratios += Math.Abs(Math.Log(normal[row, 1] / (unit * test.Deviations[row]))) / test.Targets.Length;
        }
        Assert.InRange(errors, 0.93, 1.07);
        Assert.InRange(ratios, 0, 0.12);
        // The entropy of the true distribution bounds the loss from below, up to the draw's own noise.
        double entropy = test.Deviations.Average(deviation => Math.Log(unit * deviation)) + (1 + Math.Log(2 * Math.PI)) / 2;
        Assert.InRange(history.ValidationLoss[^1], entropy - 0.03, entropy + 0.05);
    }

    [Fact]
    public void A_constant_target_has_next_to_no_deviation()
    {
        (Features features, _, _) = Draw(6, 300);
        var model = new GradientBoostingRegressor { Objective = Objective.Gaussian };
        BoostingHistory history = model.Fit(features, Enumerable.Repeat(7.0, 300).ToArray());
        float[,] normal = model.PredictOutputs(features);
        Assert.Equal(StopReason.NothingToLearn, history.Stop);
        Assert.Equal(7, normal[0, 0]);
        Assert.InRange(normal[0, 1], float.Epsilon, 1e-5f);
    }

    [Fact]
    public void One_number_per_row_is_asked_for_where_there_is_one()
    {
        (Features features, double[] targets, _) = Draw(7, 100);
        var model = new GradientBoostingRegressor { Trees = 2, Objective = Objective.Gaussian };
        model.Fit(features, targets);
        Assert.Contains("call PredictOutputs", Assert.Throws<InvalidOperationException>(() => model.Predict(features)).Message, StringComparison.Ordinal);
        Assert.Contains("ascend", Assert.Throws<ArgumentException>(() => Objective.Quantile(0.5, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Objective.Quantile());
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Quantile(0.5, 1));
    }

    /// <summary>A normal target with mean sin 3x and deviation 0.3 + x for uniform x; a second column says nothing.</summary>
    private static (Features Features, double[] Targets, double[] Deviations) Draw(int seed, int count)
    {
        var random = new Random(seed);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())], noise = [.. x.Select(_ => random.NextSingle())];
        double[] deviations = [.. x.Select(value => 0.3 + value)];
        return (Features.FromColumns(x, noise), [.. x.Zip(deviations, (value, deviation) => Math.Sin(3 * value) + deviation * RandomRows.Normal(random))], deviations);
    }
}
