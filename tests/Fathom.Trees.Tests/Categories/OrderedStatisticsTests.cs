using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Categories;

public class OrderedStatisticsTests
{
    [Fact]
    public void A_row_sees_the_labels_before_it_only()
    {
        // Levels a b a a missing; the order goes 2, 0, 1, 3, 4; the prior is the mean label, 2.
        var statistics = new OrderedStatistics([0, 1, 0, 0, float.NaN], 2, [1, 4, 0, 3, 2], null);
        Assert.Equal([(0 + 2) / 2f, 2, 2, (0 + 1 + 2) / 3f, 2], statistics.Before([2, 0, 1, 3, 4]));
        Assert.Equal([(0 + 1 + 3 + 2) / 4f, (4 + 2) / 2f, (2 + 2) / 2f], statistics.PerLevel());
        Assert.Equal(2, statistics.Unknown);
    }

    [Fact]
    public void Identifiers_without_meaning_are_not_learnt_by_heart()
    {
        var random = new Random(1);
        (Features train, int[] trainLabels) = Draw(random, 4000, 1000, meaningful: false);
        (Features held, int[] heldLabels) = Draw(random, 4000, 1000, meaningful: false);
        double Excess(CategoryHandling handling)
        {
            var model = new GradientBoostingClassifier { Trees = 30, Categories = handling };
            BoostingHistory history = model.Fit(train, trainLabels, validation: (held, heldLabels));
            return history.ValidationLoss[^1] - Math.Log(2);
        }
        // Nothing can be known: the loss of an honest model is log 2.
        Assert.InRange(Excess(CategoryHandling.OrderedStatistics), -0.005, 0.02);
        // Levels of four rows are too rare to be asked about.
        Assert.InRange(Excess(CategoryHandling.Splits), -0.005, 0.02);
    }

    [Fact]
    public void Many_levels_that_matter_are_learnt_better_than_by_splits()
    {
        var random = new Random(2);
        (Features train, int[] trainLabels) = Draw(random, 8000, 800, meaningful: true);
        (Features held, int[] heldLabels) = Draw(random, 4000, 800, meaningful: true);
        double Loss(CategoryHandling handling)
        {
            var model = new GradientBoostingClassifier { Trees = 100, Categories = handling };
            return model.Fit(train, trainLabels, validation: (held, heldLabels)).ValidationLoss[^1];
        }
        double ordered = Loss(CategoryHandling.OrderedStatistics);
        Assert.True(ordered < Loss(CategoryHandling.Splits));
        Assert.Equal(ordered, Loss(CategoryHandling.Hybrid));
    }

    [Fact]
    public void Strings_are_matched_by_name_saved_and_the_same_at_any_number_of_threads()
    {
        (Features train, int[] labels) = Draw(new Random(3), 3000, 200, meaningful: true);
        float[,] Predict(int threads, out GradientBoostingClassifier model)
        {
            model = new() { Trees = 9, Threads = threads, Categories = CategoryHandling.OrderedStatistics };
            model.Fit(train, labels);
            return model.PredictProbability(train);
        }
        float[,] expected = Predict(1, out GradientBoostingClassifier model);
        Assert.Equal(expected, Predict(3, out _));

        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        GradientBoostingClassifier again = GradientBoostingClassifier.Load(stream);
        int[] backwards = [.. Enumerable.Range(0, train.RowCount).Reverse()];
        string?[] names = Array.ConvertAll(backwards, row => float.IsNaN(train.Columns[0].Values[row]) ? null : train.Columns[0].CategoryLevels![(int)train.Columns[0].Values[row]]);
        float[,] actual = again.PredictProbability(Features.FromColumns(FeatureColumn.Categories(names), train.Columns[1].Values.Reverse().ToArray()));
        for (int i = 0; i < backwards.Length; i++)
            Assert.Equal(expected[backwards[i], 1], actual[i, 1]);
        Assert.InRange(again.PredictProbability(Features.FromColumns(new string?[] { "never seen" }, new float[] { 0.5f }))[0, 1], 0.2f, 0.8f);
    }

    [Fact]
    public void Several_outputs_take_splits()
    {
        (Features train, _) = Draw(new Random(4), 300, 80, meaningful: true);
        int[] labels = [.. Enumerable.Range(0, 300).Select(row => row % 3)];
        var refused = new GradientBoostingClassifier { Categories = CategoryHandling.OrderedStatistics };
        Assert.Contains("set Categories to Splits", Assert.Throws<InvalidOperationException>(() => refused.Fit(train, labels)).Message, StringComparison.Ordinal);
        new GradientBoostingClassifier { Trees = 2 }.Fit(train, labels);
    }

    private static (Features Features, int[] Labels) Draw(Random random, int rows, int levels, bool meaningful)
    {
        var names = new string?[rows];
        var numbers = new float[rows];
        var labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int level = random.Next(levels);
            names[row] = level % 40 == 0 ? null : $"id {level}";
            numbers[row] = random.NextSingle();
            // The effect of a level, the same in every draw.
            double effect = meaningful ? 2.5 * Math.Sin(level * 12.9898) : 0;
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-effect)) ? 1 : 0;
        }
        return (Features.FromColumns(names, numbers), labels);
    }
}
