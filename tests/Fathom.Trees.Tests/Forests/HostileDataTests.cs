using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Forests;

/// <summary>What decision trees, forests and AdaBoost make of data that should not be.</summary>
public class HostileDataTests
{
    private static readonly Features Four = Features.FromRows(new float[,] { { 1 }, { 2 }, { 3 }, { 4 } }, ["price"]);

    private static readonly Features None = Features.FromRows(new float[0, 1], ["price"]);

    public static TheoryData<string> Regressors => ["tree", "random tree", "forest", "extra trees", "bagging"];

    public static TheoryData<string> Classifiers => ["tree", "random tree", "forest", "extra trees", "bagging", "ada boost"];

    [Theory, MemberData(nameof(Regressors))]
    public void Regressors_refuse_what_cannot_be_learnt(string name)
    {
        Says("no rows", () => FitRegressor(name, None, []));
        Says("4 rows of training features but 3 labels", () => FitRegressor(name, Four, [1, 2, 3]));
        Says("Label 2 is NaN", () => FitRegressor(name, Four, [1, 2, double.NaN, 3]));
        Says("Label 1 is ", () => FitRegressor(name, Four, [1, double.PositiveInfinity, 2, 3]));
        Says("Weight 1 is -1", () => FitRegressor(name, Four, [1, 2, 3, 4], [1, -1, 1, 1]));
        Says("Weight 1 is NaN", () => FitRegressor(name, Four, [1, 2, 3, 4], [1, float.NaN, 1, 1]));
        Says("All weights are 0", () => FitRegressor(name, Four, [1, 2, 3, 4], [0, 0, 0, 0]));
        Assert.Throws<OperationCanceledException>(() => FitRegressor(name, Four, [1, 2, 3, 4], cancellation: new(canceled: true)));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Classifiers_refuse_what_cannot_be_learnt(string name)
    {
        Says("no rows", () => FitClassifier(name, None, []));
        Says("4 rows of training features but 3 labels", () => FitClassifier(name, Four, [1, 0, 1]));
        Says("Label 1 is -1", () => FitClassifier(name, Four, [0, -1, 1, 0]));
        Says("use a regressor", () => FitClassifier(name, Four, [0, 1, 1_000_000, 0]));
        Says("Weight 1 is -1", () => FitClassifier(name, Four, [0, 1, 1, 0], [1, -1, 1, 1]));
        Says("All weights are 0", () => FitClassifier(name, Four, [0, 1, 1, 0], [0, 0, 0, 0]));
        Assert.Throws<OperationCanceledException>(() => FitClassifier(name, Four, [0, 1, 1, 0], cancellation: new(canceled: true)));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void One_row_a_constant_target_and_columns_without_values_give_the_mean(string name)
    {
        Assert.Equal([5, 5, 5, 5], FitRegressor(name, Four.Take([2]), [5])(Four));
        Assert.All(FitRegressor(name, Four, [0.1, 0.1, 0.1, 0.1])(Four), prediction => Assert.Equal(0.1, prediction, 1e-7));
        Features blind = Features.FromColumns(new[] { float.NaN, float.NaN, float.NaN, float.NaN }, new string?[] { null, null, null, null });
        double[] predictions = FitRegressor(name, blind, [1, 2, 3, 6])(blind);
        Assert.All(predictions, prediction => Assert.Equal(predictions[0], prediction));
        Assert.InRange(predictions[0], 1, 6);
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void One_row_a_single_class_and_columns_without_values_give_the_commonest_class(string name)
    {
        Assert.Equal([1, 1, 1, 1], FitClassifier(name, Four.Take([2]), [1])(Four));
        Assert.Equal([0, 0, 0, 0], FitClassifier(name, Four, [0, 0, 0, 0])(Four));
        Features blind = Features.FromColumns(Enumerable.Repeat(float.NaN, 40).ToArray(), new string?[40]);
        Assert.All(FitClassifier(name, blind, [.. Enumerable.Range(0, 40).Select(row => row % 10 == 0 ? 0 : 1)])(blind), predicted => Assert.Equal(1, predicted));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void An_identifier_in_every_row_trains_and_unseen_ones_are_predicted_within_the_targets(string name)
    {
        RandomRows rows = RandomRows.Draw(seed: 1, count: 3000, columns: 3), held = RandomRows.Draw(seed: 2, count: 500, columns: 3);
        double[] predictions = FitRegressor(name, With(rows, "train"), rows.Targets)(With(held, "held"));
        Assert.All(predictions, prediction => Assert.InRange(prediction, rows.Targets.Min() - 1e-5, rows.Targets.Max() + 1e-5));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void An_identifier_in_every_row_leaves_classes_in_range(string name)
    {
        RandomRows rows = RandomRows.Draw(seed: 1, count: 2000, columns: 3), held = RandomRows.Draw(seed: 2, count: 500, columns: 3);
        Assert.All(FitClassifier(name, With(rows, "train"), rows.Classes(3))(With(held, "held")), predicted => Assert.InRange(predicted, 0, 2));
    }

    [Fact]
    public void An_isolation_forest_scores_equal_rows_alike_and_refuses_none()
    {
        Says("no rows", () => new IsolationForest().Fit(None));
        Features same = Features.FromRows(new float[50, 2]), blind = Features.FromColumns(Enumerable.Repeat(float.NaN, 50).ToArray());
        foreach (Features features in (Features[])[same, blind])
        {
            var forest = new IsolationForest { Trees = 5 };
            forest.Fit(features);
            float[] scores = forest.AnomalyScore(features);
            Assert.All(scores, score => Assert.True(float.IsFinite(score) && score == scores[0]));
        }
    }

    private static Features With(RandomRows rows, string set) =>
        Features.FromColumns([.. rows.Features.Columns, FeatureColumn.Categories([.. Enumerable.Range(0, rows.Count).Select(row => $"{set} {row}")])]);

    private static Func<Features, double[]> FitRegressor(string name, Features features, double[] labels, float[]? weights = null, CancellationToken cancellation = default)
    {
        switch (name)
        {
            case "tree" or "random tree":
                var tree = new DecisionTreeRegressor { Splitter = name == "tree" ? Splitter.Best : Splitter.Random };
                tree.Fit(features, labels, weights, cancellation: cancellation);
                return asked => [.. tree.Predict(asked).Select(value => (double)value)];
            case "forest":
                var forest = new RandomForestRegressor { Trees = 5 };
                forest.Fit(features, labels, weights, cancellation: cancellation);
                return asked => [.. forest.Predict(asked).Select(value => (double)value)];
            case "extra trees":
                var extra = new ExtraTreesRegressor { Trees = 5 };
                extra.Fit(features, labels, weights, cancellation: cancellation);
                return asked => [.. extra.Predict(asked).Select(value => (double)value)];
            default:
                var bagging = new BaggingRegressor { Trees = 5 };
                bagging.Fit(features, labels, weights, cancellation: cancellation);
                return asked => [.. bagging.Predict(asked).Select(value => (double)value)];
        }
    }

    private static Func<Features, int[]> FitClassifier(string name, Features features, int[] labels, float[]? weights = null, CancellationToken cancellation = default)
    {
        switch (name)
        {
            case "tree" or "random tree":
                var tree = new DecisionTreeClassifier { Splitter = name == "tree" ? Splitter.Best : Splitter.Random };
                tree.Fit(features, labels, weights, cancellation: cancellation);
                return tree.Predict;
            case "forest":
                var forest = new RandomForestClassifier { Trees = 5 };
                forest.Fit(features, labels, weights, cancellation: cancellation);
                return forest.Predict;
            case "extra trees":
                var extra = new ExtraTreesClassifier { Trees = 5 };
                extra.Fit(features, labels, weights, cancellation: cancellation);
                return extra.Predict;
            case "bagging":
                var bagging = new BaggingClassifier { Trees = 5 };
                bagging.Fit(features, labels, weights, cancellation: cancellation);
                return bagging.Predict;
            default:
                var boosted = new AdaBoostClassifier();
                boosted.Fit(features, labels, weights, cancellation: cancellation);
                return asked => boosted.Predict(asked);
        }
    }

    private static void Says(string words, Action action)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.True(message.Contains(words, StringComparison.Ordinal), message);
    }
}
