using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Explaining;

public class ColumnImportanceTests
{
    [Fact]
    public void Shuffling_costs_twice_the_variance_of_what_the_model_uses()
    {
        RandomRows rows = RandomRows.Draw(seed: 2, count: 4000, columns: 4);
        // A model that returns 3 × column 1, on labels that equal it: shuffled, its squared error is (3x − 3x')², on average 2 · 9 · Var(x) = 18.
        float[] labels = [.. rows.Features.Columns[1].Values.Select(value => 3 * value)];
        IReadOnlyList<ColumnImportance> importance = PermutationImportance.Of(
            features => -features.Columns[1].Values.Zip(labels, (value, label) => Math.Pow(3 * value - label, 2)).Average(), rows.Features, repeats: 20, seed: 7);
        Assert.Equal(1, importance[0].Column);
        Assert.Equal("f1", importance[0].Name);
        // The mean of 4,000 squares of normal differences, over 20 shuffles of the same rows, has a deviation of about 0.4.
        Assert.InRange(importance[0].Mean, 17, 19);
        Assert.InRange(importance[0].Deviation, 0.05, 1);
        Assert.All(importance.Skip(1), other => Assert.All(other.Losses, loss => Assert.Equal(0, loss)));
    }

    [Fact]
    public void Repeats_with_a_seed_and_differs_between_seeds()
    {
        RandomRows rows = RandomRows.Draw(seed: 2, count: 200, columns: 3);
        double Score(Features features) => features.Columns[0].Values.Zip(rows.Targets, (value, target) => value * target).Sum();
        Assert.Equal(PermutationImportance.Of(Score, rows.Features, 3, 1)[0].Losses, PermutationImportance.Of(Score, rows.Features, 3, 1)[0].Losses);
        Assert.NotEqual(PermutationImportance.Of(Score, rows.Features, 3, 1)[0].Losses, PermutationImportance.Of(Score, rows.Features, 3, 2)[0].Losses);
        Assert.Equal(3, PermutationImportance.Of(Score, rows.Features, 3, 1)[0].Losses.Distinct().Count());
    }

    [Fact]
    public void Leaving_out_a_column_costs_what_only_it_says()
    {
        RandomRows rows = RandomRows.Draw(seed: 5, count: 600, columns: 3);
        // Columns 0 and 3 say the same: either can be spared, column 1 cannot.
        Features features = Features.FromColumns([.. rows.Features.Columns, rows.Features.Columns[0]]);
        double[] targets = [.. Enumerable.Range(0, 600).Select(row => (double)rows.Values[row, 0] + 2 * rows.Values[row, 1])];
        double variance = targets.Select(target => target * target).Average();
        IReadOnlyList<ColumnImportance> importance = DropColumnImportance.Of((columns, seed) =>
        {
            var model = new GradientBoostingRegressor { Trees = 30, MaxDepth = 3, LearningRate = 0.3, Sampling = RowSampling.Bernoulli(0.9), Seed = seed };
            model.Fit(columns.Take([.. Enumerable.Range(0, 400)]), targets[..400]);
            float[] predictions = model.Predict(columns.Take([.. Enumerable.Range(400, 200)]));
            return 1 - predictions.Zip(targets[400..], (prediction, target) => Math.Pow(prediction - target, 2)).Average() / variance;
        }, features, repeats: 2);
        Assert.Equal(1, importance[0].Column);
        Assert.InRange(importance[0].Mean, 0.5, 1.2);
        Assert.All(importance.Skip(1), other => Assert.InRange(other.Mean, -0.05, 0.05));
        Assert.Equal(2, importance[0].Losses.Count);
        Assert.Throws<ArgumentException>(() => DropColumnImportance.Of((_, _) => 0, Features.FromColumns(new float[] { 1 })));
    }
}
