using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Objectives;

public class ObjectiveTests
{
    public static TheoryData<string> Names => [.. ObjectiveCases.Names];

    /// <summary>LambdaRank has gradients without a loss; those of the normal distribution are natural ones.</summary>
    public static TheoryData<string> WithSlope => [.. ObjectiveCases.Names.Except(["lambdarank(5)", "gaussian"])];

    /// <summary>Losses whose second derivatives are neither replaced by a bound nor zero.</summary>
    public static TheoryData<string> WithCurvature => ["squared error", "gamma", "tweedie(1.3)", "logistic", "focal(0)", "cox"];

    [Theory, MemberData(nameof(WithSlope))]
    public void Gradients_are_the_slope_of_the_loss(string name)
    {
        (IObjective objective, double[] labels) = ObjectiveCases.Make(name);
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, labels.Length * objective.Outputs).Select(_ => RandomRows.Normal(random))];
        var gradients = new float[scores.Length];
        var hessians = new float[scores.Length];
        objective.Derivatives(labels, scores, gradients, hessians);
        // Learning curves show the squared error without the half that makes its gradient the plain error.
        double factor = name == "squared error" ? 0.5 : 1;
        for (int i = 0; i < scores.Length; i++)
        {
            const double Step = 1e-5;
            double center = scores[i];
            scores[i] = center + Step;
            double above = objective.TotalLoss(labels, default, scores);
            scores[i] = center - Step;
            double below = objective.TotalLoss(labels, default, scores);
            scores[i] = center;
            Assert.Equal(factor * (above - below) / (2 * Step), gradients[i], 2e-5);
            Assert.True(hessians[i] >= 0);
        }
    }

    [Theory, MemberData(nameof(WithCurvature))]
    public void Hessians_are_the_slope_of_the_gradients(string name)
    {
        (IObjective objective, double[] labels) = ObjectiveCases.Make(name);
        var random = new Random(6);
        double[] scores = [.. Enumerable.Range(0, labels.Length).Select(_ => RandomRows.Normal(random))];
        var hessians = new float[scores.Length];
        float[] above = new float[scores.Length], below = new float[scores.Length], unused = new float[scores.Length];
        objective.Derivatives(labels, scores, unused, hessians);
        for (int i = 0; i < scores.Length; i++)
        {
            const double Step = 1e-3;
            double center = scores[i];
            scores[i] = center + Step;
            objective.Derivatives(labels, scores, above, unused);
            scores[i] = center - Step;
            objective.Derivatives(labels, scores, below, unused);
            scores[i] = center;
            // Gradients are in single precision: 1e-7 over a step of 2e-3.
            Assert.Equal((above[i] - below[i]) / (2 * Step), hessians[i], 3e-4 * Math.Max(1, hessians[i]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Boosting_starts_at_the_least_constant_loss(string name)
    {
        (IObjective objective, double[] labels) = ObjectiveCases.Make(name);
        float[] weights = [.. Enumerable.Range(0, labels.Length).Select(row => row % 3 + 0.5f)];
        var initial = new double[objective.Outputs];
        objective.InitialScores(labels, weights, initial);
        double least = Loss(initial);
        for (int output = 0; output < initial.Length; output++)
        {
            foreach (double step in (double[])[-0.1, -1e-3, 1e-3, 0.1])
            {
                double[] moved = [.. initial];
                moved[output] += step;
                Assert.True(Loss(moved) >= least - 1e-9, $"{name} moved by {step}: {Loss(moved)} < {least}");
            }
        }

        double Loss(double[] constant) =>
            objective.TotalLoss(labels, weights, [.. Enumerable.Range(0, labels.Length * constant.Length).Select(i => constant[i % constant.Length])]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Names_find_their_objective(string name)
    {
        (IObjective objective, _) = ObjectiveCases.Make(name);
        IObjective found = ObjectiveNames.Find(objective.Name, objective.Outputs)!;
        Assert.Equal((objective.Name, objective.GetType(), objective.Outputs), (found.Name, found.GetType(), found.Outputs));
    }

    [Fact]
    public void Natural_gradients_times_the_information_are_the_slope_of_the_likelihood()
    {
        (IObjective objective, double[] labels) = ObjectiveCases.Make("gaussian");
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, 2 * labels.Length).Select(i => i % 2 == 0 ? 3 + RandomRows.Normal(random) : 0.5 * RandomRows.Normal(random))];
        float[] natural = new float[scores.Length], curvatures = new float[scores.Length];
        objective.Derivatives(labels, scores, natural, curvatures);
        for (int i = 0; i < scores.Length; i++)
        {
            double deviation = Math.Exp(scores[i | 1]), information = i % 2 == 0 ? 1 / (deviation * deviation) : 2;
            const double Step = 1e-5;
            double center = scores[i];
            scores[i] = center + Step;
            double above = objective.TotalLoss(labels, default, scores);
            scores[i] = center - Step;
            double below = objective.TotalLoss(labels, default, scores);
            scores[i] = center;
            Assert.Equal((above - below) / (2 * Step), information * natural[i], 2e-5 * Math.Max(1, Math.Abs(information * natural[i])));
        }
        // A leaf's step in log σ is tanh ½·log(mean z²), whatever the rows.
        double[] squares = [.. labels.Select((label, row) => Math.Pow((label - scores[2 * row]) / Math.Exp(scores[2 * row + 1]), 2))];
        double gradient = natural.Where((_, i) => i % 2 == 1).Sum(value => (double)value), hessian = curvatures.Where((_, i) => i % 2 == 1).Sum(value => (double)value);
        Assert.Equal(Math.Tanh(Math.Log(squares.Average()) / 2), -gradient / hessian, 1e-6);
    }

    [Fact]
    public void Focal_loss_without_focus_is_the_logistic_loss()
    {
        (IObjective focal, double[] labels) = ObjectiveCases.Make("focal(0)");
        var logistic = new LogisticObjective();
        double[] scores = [.. labels.Select((_, row) => row - 18.0)];
        float[][] derivatives = [new float[37], new float[37], new float[37], new float[37]];
        focal.Derivatives(labels, scores, derivatives[0], derivatives[1]);
        logistic.Derivatives(labels, scores, derivatives[2], derivatives[3]);
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.Equal(derivatives[2][row], derivatives[0][row], 1e-7);
            Assert.Equal(derivatives[3][row], derivatives[1][row], 1e-7);
        }
        Assert.Equal(logistic.TotalLoss(labels, default, scores), focal.TotalLoss(labels, default, scores), 1e-9);
    }

    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.9)]
    public void Quantile_leaves_hold_the_quantile_of_their_rows(double level)
    {
        RandomRows rows = RandomRows.Draw(seed: 9, count: 501, columns: 3);
        var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, MinChildWeight = 100, Objective = Objective.Quantile(level) };
        model.Fit(rows.Features, rows.Targets);
        float[] predictions = model.Predict(rows.Features);
        foreach (IGrouping<float, int> leaf in Enumerable.Range(0, rows.Count).GroupBy(row => predictions[row]))
        {
            double[] targets = [.. leaf.Select(row => rows.Targets[row]).Order()];
            double position = level * targets.Length;
            int at = (int)Math.Ceiling(position) - 1;
            double expected = position == Math.Floor(position) ? (targets[at] + targets[at + 1]) / 2 : targets[at];
            Assert.Equal(expected, leaf.Key, 1e-5);
        }
    }

    [Fact]
    public void Absolute_and_huber_errors_shrug_off_outliers()
    {
        RandomRows rows = RandomRows.Draw(seed: 10, count: 1500, columns: 3), held = RandomRows.Draw(seed: 11, count: 1500, columns: 3);
        double[] spoilt = [.. rows.Targets.Select((target, row) => row % 20 == 0 ? target + 1000 : target)];
        double Error(IObjective objective)
        {
            var model = new GradientBoostingRegressor { Trees = 100, Objective = objective };
            model.Fit(rows.Features, spoilt);
            return held.Targets.Zip(model.Predict(held.Features), (target, prediction) => Math.Abs(target - prediction)).Average();
        }
        double squared = Error(Objective.SquaredError), nothing = held.Targets.Average(Math.Abs);
        Assert.True(squared > 10 * nothing);
        Assert.InRange(Error(Objective.AbsoluteError), 0, 0.8 * nothing);
        Assert.InRange(Error(Objective.Huber(1)), 0, 0.8 * nothing);
    }

    [Fact]
    public void Poisson_predicts_rates()
    {
        var random = new Random(3);
        float[] exposure = [.. Enumerable.Range(0, 4000).Select(_ => random.NextSingle())];
        double[] counts = [.. exposure.Select(value => (double)Poisson(random, Math.Exp(2 * value)))];
        var model = new GradientBoostingRegressor { Trees = 200, MaxDepth = 2, Objective = Objective.Poisson, MinChildWeight = 50 };
        model.Fit(Features.FromColumns(exposure), counts);
        float[] rates = model.Predict(Features.FromColumns(new float[] { 0.1f, 0.5f, 0.9f }));
        Assert.Equal([Math.Exp(0.2), Math.E, Math.Exp(1.8)], rates.Select(rate => (double)rate), (expected, actual) => Math.Abs(actual / expected - 1) < 0.12);
    }

    [Fact]
    public void A_loss_of_ones_own_trains_and_needs_itself_to_load()
    {
        RandomRows rows = RandomRows.Draw(seed: 12, count: 400, columns: 3);
        var model = new GradientBoostingRegressor { Trees = 30, Objective = new LogCosh() };
        BoostingHistory history = model.Fit(rows.Features, rows.Targets, validation: (rows.Features, rows.Targets));
        Assert.True(history.TrainingLoss[^1] < 0.6 * history.TrainingLoss[0]);

        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Contains("pass it to Load", Assert.Throws<InvalidDataException>(() => GradientBoostingRegressor.Load(stream)).Message, StringComparison.Ordinal);
        stream.Position = 0;
        Assert.Equal(model.Predict(rows.Features), GradientBoostingRegressor.Load(stream, new LogCosh()).Predict(rows.Features));
    }

    private static int Poisson(Random random, double rate)
    {
        int count = 0;
        for (double product = random.NextDouble(), limit = Math.Exp(-rate); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }

    private sealed class LogCosh : IObjective
    {
        public string Name => "log cosh";

        public int Outputs => 1;

        public void CheckLabels(ReadOnlySpan<double> labels)
        {
        }

        public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) => scores[0] = 0;

        public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                double slope = Math.Tanh(scores[row] - labels[row]);
                gradients[row] = (float)slope;
                hessians[row] = (float)Math.Max(1 - slope * slope, 1e-6);
            }
        }

        public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
        {
            double sum = 0;
            for (int row = 0; row < labels.Length; row++)
                sum += Math.Log(Math.Cosh(scores[row] - labels[row]));
            return sum;
        }

        public void ToPrediction(Span<double> scores)
        {
        }
    }
}
