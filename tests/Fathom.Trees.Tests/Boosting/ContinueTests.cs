using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class ContinueTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 41, count: 700, columns: 5, missing: 0.1);
    private static readonly RandomRows Held = RandomRows.Draw(seed: 42, count: 400, columns: 5, missing: 0.1);

    /// <summary>Numbers, a column of few levels and one of many, which ordered statistics stand for.</summary>
    private static readonly Features Mixed = Features.FromColumns(
    [
        .. Rows.Features.Columns,
        FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => $"{Math.Round(target)}"), "few"),
        FeatureColumn.Categories([.. Enumerable.Range(0, Rows.Count).Select(row => $"{row * 37 % 120}")], "many"),
    ]);

    public static TheoryData<string> Ways =>
        ["depth-wise", "exact", "leaf-wise, goss", "symmetric, bernoulli", "some columns", "ordered statistics", "softmax", "quantiles", "loaded", "linear leaves", "linear leaves, exact", "linear leaves, goss", "linear leaves, ordered statistics"];

    [Theory, MemberData(nameof(Ways))]
    public void Rounds_in_two_runs_are_those_of_one(string way)
    {
        (GradientBoosting Whole, GradientBoosting Parts) models = (Make(way, 24), Make(way, 10));
        BoostingData data = way is "ordered statistics" or "softmax" or "linear leaves, ordered statistics" ? new(Mixed, LabelsFor(way)) : new(Rows.Features, LabelsFor(way));
        models.Whole.Fit(data);
        models.Parts.Fit(data);
        GradientBoosting parts = way == "loaded" ? Loaded((GradientBoostingRegressor)models.Parts) : models.Parts;
        BoostingHistory history = parts.Continue(data, 14);
        Assert.Equal((24, StopReason.Completed), (history.Rounds, history.Stop));
        Assert.Equal(Nodes(models.Whole), Nodes(parts));
    }

    [Fact]
    public void Other_rows_are_encoded_with_the_statistics_that_the_trees_ask_about()
    {
        var model = new GradientBoostingRegressor { Trees = 20, Categories = CategoryHandling.OrderedStatistics };
        model.Fit(Mixed, Rows.Targets);
        int[] half = [.. Enumerable.Range(0, 350)];
        float[] before = model.Predict(Mixed.Take(half));
        double start = Mse(before, Rows.Targets[..350]);
        BoostingHistory history = model.Continue(new(Mixed.Take(half), Rows.Targets[..350]), 5, [new(Mixed.Take(half), Rows.Targets[..350])]);
        // Training and validation rows are the same and encoded alike, so their losses are; and they go on from where the model was.
        Assert.Equal(history.TrainingLoss, history.ValidationLoss, (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.InRange(history.TrainingLoss[0], 0.8 * start, start);
        Assert.Equal(Mse(model.Predict(Mixed.Take(half)), Rows.Targets[..350]), history.TrainingLoss[^1], 1e-6);
    }

    [Fact]
    public void A_model_that_nothing_betters_stays_as_it_is()
    {
        var model = new GradientBoostingRegressor { Trees = 30 };
        model.Fit(Rows.Features, Rows.Targets);
        float[] before = model.Predict(Held.Features);
        // The validation rows hold the model's own predictions: every further tree is a loss.
        var validation = new BoostingData(Held.Features, before);
        BoostingHistory history = model.Continue(new(Rows.Features, Rows.Targets), 50, [validation], earlyStopping: 4);
        Assert.Equal((StopReason.EarlyStopping, 30, 4), (history.Stop, history.Rounds, history.ValidationLoss.Count));
        Assert.Equal(before, model.Predict(Held.Features));
    }

    [Fact]
    public void Dropped_trees_go_on_too()
    {
        var model = new GradientBoostingRegressor { Trees = 20, Dart = new Dart { DropRate = 0.3 } };
        var data = new BoostingData(Rows.Features, Rows.Targets);
        model.Fit(data);
        BoostingHistory history = model.Continue(data, 20, [data]);
        Assert.Equal(40, history.Rounds);
        Assert.Equal(Mse(model.Predict(Rows.Features), Rows.Targets), history.TrainingLoss[^1], 1e-6);
        Assert.Equal(history.TrainingLoss[^1], history.ValidationLoss[^1], 1e-9);
    }

    [Fact]
    public void Continuing_wants_a_fitted_model_and_its_columns()
    {
        var model = new GradientBoostingRegressor { Trees = 2 };
        var data = new BoostingData(Rows.Features, Rows.Targets);
        Assert.Throws<InvalidOperationException>(() => model.Continue(data, 1));
        model.Fit(data);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Continue(data, 0));
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => model.Continue(new(Mixed, Rows.Targets), 1));
        Assert.Contains("7 feature columns, but the model was fitted on 5", wrong.Message, StringComparison.Ordinal);
    }

    private static GradientBoosting Make(string way, int trees) => way switch
    {
        "exact" => new GradientBoostingRegressor { Trees = trees, Split = SplitMethod.Exact },
        "leaf-wise, goss" => new GradientBoostingClassifier { Trees = trees, LearningRate = 0.2, Growth = TreeGrowth.LeafWise, Sampling = RowSampling.Goss },
        "symmetric, bernoulli" => new GradientBoostingRegressor { Trees = trees, Growth = TreeGrowth.Symmetric, Sampling = RowSampling.Bernoulli(0.6) },
        "some columns" => new GradientBoostingRegressor { Trees = trees, ColumnFraction = 0.5, Objective = Objective.Huber(1) },
        "ordered statistics" => new GradientBoostingRegressor { Trees = trees, Categories = CategoryHandling.OrderedStatistics },
        "softmax" => new GradientBoostingClassifier { Trees = trees },
        "quantiles" => new GradientBoostingRegressor { Trees = trees, Objective = Objective.Quantile(0.1, 0.5, 0.9) },
        "linear leaves" => new GradientBoostingRegressor { Trees = trees, LinearLeaves = true, MaxDepth = 3 },
        "linear leaves, exact" => new GradientBoostingRegressor { Trees = trees, LinearLeaves = true, MaxDepth = 3, Split = SplitMethod.Exact, Sampling = RowSampling.Bernoulli(0.6) },
        "linear leaves, goss" => new GradientBoostingClassifier { Trees = trees, LinearLeaves = true, LearningRate = 0.2, Growth = TreeGrowth.LeafWise, MaxLeaves = 7, LinearL2 = 1, Sampling = RowSampling.Goss },
        "linear leaves, ordered statistics" => new GradientBoostingRegressor { Trees = trees, LinearLeaves = true, MaxDepth = 3, Categories = CategoryHandling.OrderedStatistics },
        _ => new GradientBoostingRegressor { Trees = trees },
    };

    private static Labels LabelsFor(string way) => way switch
    {
        "leaf-wise, goss" or "linear leaves, goss" => Rows.Classes(2),
        "softmax" => Rows.Classes(4),
        _ => Rows.Targets,
    };

    private static GradientBoostingRegressor Loaded(GradientBoostingRegressor model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return GradientBoostingRegressor.Load(stream);
    }

    private static TreeNode[] Nodes(GradientBoosting model) => [.. model.Ensemble.Trees.SelectMany(tree => tree.Nodes)];

    private static double Mse(float[] predictions, double[] targets) =>
        predictions.Zip(targets, (prediction, target) => (prediction - target) * (prediction - target)).Average();
}
