using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Objectives;

public class SoftmaxFocalTests
{
    [Theory, InlineData(0), InlineData(0.5), InlineData(1), InlineData(2), InlineData(3.5)]
    public void Hessians_are_twice_the_slope_of_the_gradients_where_that_is_positive_enough(double gamma)
    {
        const int Classes = 4;
        IObjective objective = Objective.SoftmaxFocal(Classes, gamma);
        var random = new Random(5);
        double[] labels = [.. Enumerable.Range(0, 60).Select(row => (double)(row % Classes))];
        double[] scores = [.. Enumerable.Range(0, labels.Length * Classes).Select(_ => 1.5 * RandomRows.Normal(random))];
        float[] hessians = new float[scores.Length], above = new float[scores.Length], below = new float[scores.Length], unused = new float[scores.Length];
        objective.Derivatives(labels, scores, unused, hessians);
        int exact = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            const double Step = 1e-3;
            double center = scores[i];
            scores[i] = center + Step;
            objective.Derivatives(labels, scores, above, unused);
            scores[i] = center - Step;
            objective.Derivatives(labels, scores, below, unused);
            scores[i] = center;
            double[] probabilities = scores[(i / Classes * Classes)..(i / Classes * Classes + Classes)];
            objective.ToPrediction(probabilities);
            double own = probabilities[(int)labels[i / Classes]], probability = probabilities[i % Classes];
            double curvature = (above[i] - below[i]) / (2 * Step), least = Math.Pow(1 - own, gamma) * probability * (1 - probability);
            exact += curvature > least ? 1 : 0;
            // Gradients are in single precision: 1e-7 over a step of 2e-3.
            Assert.Equal(2 * Math.Max(curvature, least), hessians[i], 6e-4);
        }
        Assert.True(exact > scores.Length / 4, $"Only {exact} of {scores.Length} second derivatives are above their floor.");
    }

    [Fact]
    public void Without_focus_it_is_the_softmax_loss()
    {
        (IObjective focal, double[] labels) = ObjectiveCases.Make("softmax focal(0)");
        var softmax = new SoftmaxObjective(3);
        double[] scores = [.. Enumerable.Range(0, 3 * labels.Length).Select(i => 7 * Math.Sin(i))];
        float[][] derivatives = [new float[scores.Length], new float[scores.Length], new float[scores.Length], new float[scores.Length]];
        focal.Derivatives(labels, scores, derivatives[0], derivatives[1]);
        softmax.Derivatives(labels, scores, derivatives[2], derivatives[3]);
        for (int i = 0; i < scores.Length; i++)
        {
            Assert.Equal(derivatives[2][i], derivatives[0][i], 1e-7);
            Assert.Equal(derivatives[3][i], derivatives[1][i], 1e-7);
        }
        Assert.Equal(softmax.TotalLoss(labels, default, scores), focal.TotalLoss(labels, default, scores), 1e-9);
    }

    [Theory, InlineData(0.5), InlineData(2)]
    public void Two_classes_lose_what_the_focal_loss_of_the_difference_of_scores_loses(double gamma)
    {
        double[] labels = [0, 1, 1, 0, 1, 0], scores = [1, -2, 0.3, 0.5, -4, 6, 30, -30, -400, 400, 500, -500];
        double[] differences = [.. Enumerable.Range(0, labels.Length).Select(row => scores[2 * row + 1] - scores[2 * row])];
        IObjective several = Objective.SoftmaxFocal(2, gamma), two = Objective.Focal(gamma);
        Assert.Equal(two.TotalLoss(labels, default, differences), several.TotalLoss(labels, default, scores), 1e-9);
        float[] gradients = new float[12], hessians = new float[12], slopes = new float[6], unused = new float[6];
        several.Derivatives(labels, scores, gradients, hessians);
        two.Derivatives(labels, differences, slopes, unused);
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.Equal(slopes[row], gradients[2 * row + 1], 1e-6 * Math.Max(1, Math.Abs(slopes[row])));
            Assert.Equal(-slopes[row], gradients[2 * row], 1e-6 * Math.Max(1, Math.Abs(slopes[row])));
        }
        Assert.All(hessians, hessian => Assert.True(hessian > 0 && float.IsFinite(hessian)));
    }

    [Fact]
    public void Trains_saves_and_loads()
    {
        RandomRows rows = RandomRows.Draw(seed: 3, count: 900, columns: 4), held = RandomRows.Draw(seed: 4, count: 900, columns: 4);
        int[] labels = rows.Classes(4), heldLabels = held.Classes(4);
        var model = new GradientBoostingClassifier { Trees = 40, Objective = Objective.SoftmaxFocal(4) };
        BoostingHistory history = model.Fit(rows.Features, labels, validation: (held.Features, heldLabels));
        Assert.True(history.TrainingLoss[^1] < 0.5 * history.TrainingLoss[0]);
        double right = heldLabels.Zip(model.Predict(held.Features), (label, predicted) => label == predicted ? 1.0 : 0).Average();
        double commonest = heldLabels.GroupBy(label => label).Max(group => group.Count()) / (double)held.Count;
        Assert.True(right > commonest + 0.1, $"{right} right, the commonest class alone {commonest}");

        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var again = GradientBoostingClassifier.Load(stream);
        Assert.Equal("softmax focal(2)", again.Objective!.Name);
        Assert.Equal(model.PredictProbability(held.Features), again.PredictProbability(held.Features));
    }

    [Fact]
    public void Constants_and_classes_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.SoftmaxFocal(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.SoftmaxFocal(3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.SoftmaxFocal(3, double.NaN));
        var model = new GradientBoostingClassifier { Objective = Objective.SoftmaxFocal(3) };
        string message = Assert.Throws<ArgumentException>(() => model.Fit(Features.FromRows(new float[4, 1]), new[] { 0, 1, 2, 3 })).Message;
        Assert.Contains("4 classes, but the objective 'softmax focal(2)' is for 3", message, StringComparison.Ordinal);
    }
}
