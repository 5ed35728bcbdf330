using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class MarginTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 71, count: 400, columns: 4, missing: 0.1);

    [Fact]
    public void A_constant_margin_is_a_start_like_any_other()
    {
        double start = Rows.Targets.Average();
        double[] margin = Enumerable.Repeat(start, Rows.Count).ToArray();
        var plain = new GradientBoostingRegressor { Trees = 12 };
        plain.Fit(Rows.Features, Rows.Targets);
        var based = new GradientBoostingRegressor { Trees = 12 };
        based.Fit(new BoostingData(Rows.Features, Rows.Targets) { BaseMargin = margin });
        Assert.Equal(0, based.Ensemble.BaseScores[0]);
        Assert.Equal(plain.Predict(Rows.Features), based.Predict(Rows.Features, margin), (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void An_exposure_as_margin_gives_rates()
    {
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextSingle())];
        double[] exposure = [.. x.Select(_ => Math.Exp(2 * random.NextDouble()))];
        double[] margin = Array.ConvertAll(exposure, Math.Log);
        // The mean count is exposure·(1 + x): counts are drawn as sums of Bernoulli trials.
        double[] counts = [.. x.Zip(exposure, (value, years) => (double)Enumerable.Range(0, 40).Count(_ => random.NextDouble() < years * (1 + value) / 40))];
        var model = new GradientBoostingRegressor { Trees = 100, MaxDepth = 2, MinChildWeight = 100, Objective = Objective.Poisson };
        model.Fit(new BoostingData(Features.FromColumns(x), counts) { BaseMargin = margin });
        float[] rates = model.Predict(Features.FromColumns(new[] { 0.1f, 0.5f, 0.9f }), [0, 0, 0]);
        Assert.Equal([1.1, 1.5, 1.9], rates.Select(rate => (double)rate), (expected, actual) => Math.Abs(actual / expected - 1) < 0.1);
    }

    [Fact]
    public void Boosting_goes_on_from_another_models_scores()
    {
        var first = new GradientBoostingRegressor { Trees = 10 };
        first.Fit(Rows.Features, Rows.Targets);
        double[] margin = Array.ConvertAll(first.Predict(Rows.Features), prediction => (double)prediction);
        var second = new GradientBoostingRegressor { Trees = 10 };
        BoostingData data = new(Rows.Features, Rows.Targets) { BaseMargin = margin };
        BoostingHistory history = second.Fit(data, [data]);
        var whole = new GradientBoostingRegressor { Trees = 20 };
        BoostingHistory one = whole.Fit(Rows.Features, Rows.Targets, validation: (Rows.Features, Rows.Targets));
        Assert.Equal(one.TrainingLoss.Skip(10), history.TrainingLoss, (expected, actual) => Math.Abs(expected - actual) < 1e-4 * expected);
        Assert.Equal(history.TrainingLoss[^1], history.ValidationLoss[^1], 1e-12);
    }

    [Fact]
    public void Margins_are_checked()
    {
        Says("399 base margins for 400 training rows of 1 output", new() { Margin = new double[399] });
        Says("Base margin 3 of the training rows is NaN", new() { Margin = [0, 0, 0, double.NaN, .. new double[396]] });
        Says("Either both", new() { Validation = new double[400] });
        var model = new GradientBoostingClassifier { Trees = 1 };
        model.Fit(Rows.Features, Rows.Classes(3));
        Assert.Contains("rows of 3 outputs: give 1200", Assert.Throws<ArgumentException>(() => model.Predict(Rows.Features, new double[400])).Message, StringComparison.Ordinal);

        static void Says(string words, Margins margins)
        {
            var data = new BoostingData(Rows.Features, Rows.Targets) { BaseMargin = margins.Margin };
            var validation = new BoostingData(Rows.Features, Rows.Targets) { BaseMargin = margins.Validation };
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new GradientBoostingRegressor { Trees = 1 }.Fit(data, [validation])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Class_weights_multiply_row_weights()
    {
        int[] labels = Rows.Classes(3);
        int[] counts = [.. Enumerable.Range(0, 3).Select(label => labels.Count(other => other == label))];
        float[] balanced = Array.ConvertAll(labels, label => (float)(Rows.Count / (3.0 * counts[label])));
        AssertSame(ClassWeights.Balanced, balanced, labels);
        AssertSame(ClassWeights.Of(1, 2, 0.5), Array.ConvertAll(labels, label => label == 1 ? 2 : label == 2 ? 0.5f : 1), labels);
        Assert.Contains("2 class weights for 3 classes", Assert.Throws<ArgumentException>(
            () => new GradientBoostingClassifier { ClassWeights = ClassWeights.Of(1, 2) }.Fit(Rows.Features, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("are 0", Assert.Throws<ArgumentException>(
            () => new GradientBoostingClassifier { ClassWeights = ClassWeights.Of(0, 1) }.Fit(Rows.Features, new int[Rows.Count])).Message, StringComparison.Ordinal);

        static void AssertSame(ClassWeights classWeights, float[] weights, int[] labels)
        {
            var one = new GradientBoostingClassifier { Trees = 5, ClassWeights = classWeights };
            one.Fit(Rows.Features, labels);
            var other = new GradientBoostingClassifier { Trees = 5 };
            other.Fit(Rows.Features, labels, weights);
            Assert.Equal(other.PredictProbability(Rows.Features), one.PredictProbability(Rows.Features));
        }
    }

    private sealed record Margins
    {
        internal double[]? Margin { get; init; }

        internal double[]? Validation { get; init; }
    }
}
