namespace Fathom.Trees.Tests.Boosting;

public class BadInputTests
{
    private static readonly Features Three = Features.FromRows(new float[,] { { 1 }, { 2 }, { 3 } }, ["price"]);

    [Fact]
    public void Labels_and_weights_are_checked()
    {
        var regressor = new GradientBoostingRegressor();
        Says<ArgumentException>("3 rows of training features but 2 labels", () => regressor.Fit(Three, new double[] { 1, 2 }));
        Says<ArgumentException>("Label 1 is NaN", () => regressor.Fit(Three, new[] { 1, double.NaN, 2 }));
        Says<ArgumentException>("2 weights for 3 training rows", () => regressor.Fit(Three, new double[3], [1, 1]));
        Says<ArgumentException>("Weight 2 of the training rows is -1", () => regressor.Fit(Three, new double[3], [1, 1, -1]));
        Says<ArgumentException>("Weight 0 of the training rows is NaN", () => regressor.Fit(Three, new double[3], [float.NaN, 1, 1]));
        Says<ArgumentException>("All weights of the training rows are 0", () => regressor.Fit(Three, new double[3], [0, 0, 0]));
        Says<ArgumentException>("no rows", () => regressor.Fit(Features.FromRows(new float[0, 1]), Array.Empty<double>()));
        Says<ArgumentException>("overflow single precision", () => regressor.Fit(Three, new[] { 1e300, 0, -1e300 }));
        Says<ArgumentException>("validation", () => regressor.Fit(Three, new double[3], earlyStopping: 5));
        Says<ArgumentException>("validation features but 1 labels", () => regressor.Fit(Three, new double[3], validation: (Three, new double[1])));
        Says<ArgumentOutOfRangeException>("at least 1 round", () => regressor.Fit(Three, new double[3], validation: (Three, new double[3]), earlyStopping: 0));
        Says<ArgumentException>("counts and rates", () => new GradientBoostingRegressor { Objective = Objective.Poisson }.Fit(Three, new double[] { 1, -1, 1 }));
        Says<ArgumentException>("All labels are 0", () => new GradientBoostingRegressor { Objective = Objective.Poisson }.Fit(Three, new double[3]));
    }

    [Fact]
    public void Classes_are_checked()
    {
        Says<ArgumentException>("Label 1 is -1", () => new GradientBoostingClassifier().Fit(Three, new[] { 0, -1, 1 }));
        Says<ArgumentException>("Label 0 is 0.5", () => new GradientBoostingClassifier().Fit(Three, new[] { 0.5, 1, 2 }));
        Says<ArgumentException>("2 classes are numbered", () => new GradientBoostingClassifier { Classes = 2 }.Fit(Three, new[] { 0, 1, 2 }), "two classes");
        Says<ArgumentException>("GradientBoostingRegressor", () => new GradientBoostingClassifier().Fit(Three, new[] { 0, 1, 20_000_000 }));
    }

    [Fact]
    public void Prediction_wants_the_columns_of_the_fit()
    {
        var model = new GradientBoostingRegressor { Trees = 2 };
        Says<InvalidOperationException>("has not been fitted", () => model.Predict(Three));
        model.Fit(Three, new double[] { 1, 2, 3 });
        Says<ArgumentException>("2 feature columns, but the model was fitted on 1", () => model.Predict(Features.FromRows(new float[1, 2])));
        Says<ArgumentException>("'volume', but the model was fitted with 'price'", () => model.Predict(Features.FromRows(new float[1, 1], ["volume"])));
        Says<ArgumentException>("holds categories, but the model was fitted on numbers", () => model.Predict(Features.FromColumns(new string?[] { "a" })));
        Assert.Empty(model.Predict(Features.FromRows(new float[0, 1])));
    }

    [Fact]
    public void A_failed_fit_leaves_the_model_as_it_was()
    {
        var model = new GradientBoostingRegressor { Trees = 2 };
        model.Fit(Three, new double[] { 1, 2, 3 });
        float[] before = model.Predict(Three);
        Assert.Throws<ArgumentException>(() => model.Fit(Three, new[] { 1e300, 0, -1e300 }));
        Assert.Equal(before, model.Predict(Three));
    }

    [Fact]
    public void Options_out_of_range_are_refused_where_they_are_set()
    {
        Says<ArgumentOutOfRangeException>("Trees is at least 1", () => new GradientBoostingRegressor { Trees = 0 });
        Says<ArgumentOutOfRangeException>("learning rate", () => new GradientBoostingRegressor { LearningRate = 0 });
        Says<ArgumentOutOfRangeException>("learning rate", () => new GradientBoostingRegressor { LearningRate = double.NaN });
        Says<ArgumentOutOfRangeException>("1 to 64", () => new GradientBoostingRegressor { MaxDepth = 0 });
        Says<ArgumentOutOfRangeException>("MaxLeaves is at least 2", () => new GradientBoostingRegressor { MaxLeaves = 1 });
        Says<ArgumentOutOfRangeException>("L2", () => new GradientBoostingRegressor { L2 = -1 });
        Says<ArgumentOutOfRangeException>("Gamma", () => new GradientBoostingRegressor { Gamma = double.PositiveInfinity });
        Says<ArgumentOutOfRangeException>("MinChildWeight", () => new GradientBoostingRegressor { MinChildWeight = double.NaN });
        Says<ArgumentOutOfRangeException>("2 to 65,535", () => new GradientBoostingRegressor { Bins = 65_536 });
        Says<ArgumentOutOfRangeException>("share of columns", () => new GradientBoostingRegressor { ColumnFraction = 1.1 });
        Says<ArgumentOutOfRangeException>("Threads is at least 1", () => new GradientBoostingRegressor { Threads = 0 });
        Says<ArgumentOutOfRangeException>("at least 2 classes", () => new GradientBoostingClassifier { Classes = 1 });
        Says<ArgumentOutOfRangeException>("share of rows", () => RowSampling.Bernoulli(0));
        Says<ArgumentOutOfRangeException>("share lies in", () => new GossRows { TopFraction = 1 });
        Says<ArgumentOutOfRangeException>("share lies in", () => new GossRows { OtherFraction = 0 });
        Says<ArgumentOutOfRangeException>("level lies in", () => Objective.Quantile(1));
        Says<ArgumentOutOfRangeException>("positive", () => Objective.Huber(0));
        Says<InvalidOperationException>("Exact splits grow depth-wise only", () => new GradientBoostingRegressor { Growth = TreeGrowth.LeafWise, Split = SplitMethod.Exact }.Fit(Three, new double[3]));
        Says<ArgumentException>("exact splits take numbers only", () => new GradientBoostingRegressor { Split = SplitMethod.Exact }.Fit(Features.FromColumns(new string?[] { "a" }), new double[1]));
        Says<ArgumentException>("overflow single precision", () => new GradientBoostingRegressor { Split = SplitMethod.Exact }.Fit(Three, new[] { 1e300, 0, -1e300 }));
        Says<InvalidOperationException>("set at most 12", () => new GradientBoostingRegressor { Growth = TreeGrowth.Symmetric, MaxDepth = 13 }.Fit(Three, new double[3]));
    }

    private static void Says<T>(string words, Func<object?> action, string? orWords = null) where T : Exception
    {
        string message = Assert.Throws<T>(action).Message;
        Assert.True(message.Contains(words, StringComparison.Ordinal) || (orWords is not null && message.Contains(orWords, StringComparison.Ordinal)), message);
    }
}
