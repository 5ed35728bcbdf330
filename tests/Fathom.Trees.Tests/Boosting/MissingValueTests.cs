namespace Fathom.Trees.Tests.Boosting;

public class MissingValueTests
{
    private static readonly float[] Signal = [1, 2, 3, 4, float.NaN, float.NaN];

    [Theory, InlineData(10, false), InlineData(0, true)]
    public void Missing_values_go_where_they_fit(double missingTarget, bool missingLeft)
    {
        var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, L2 = 0 };
        model.Fit(Features.FromColumns(Signal), new double[] { 0, 0, 10, 10, missingTarget, missingTarget });
        TreeNode root = model.Ensemble.Trees[0].Nodes[0];
        Assert.Equal(2.5f, root.Threshold);
        Assert.Equal(missingLeft, root.MissingLeft);
        AssertClose([0, 10, (float)missingTarget], model.Predict(Features.FromColumns(new float[] { 1.5f, 9, float.NaN })));
    }

    [Fact]
    public void Being_missing_can_be_all_that_matters()
    {
        var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, L2 = 0 };
        model.Fit(Features.FromColumns(Signal), new double[] { 3, 3, 3, 3, 7, 7 });
        AssertClose([3, 7, 3], model.Predict(Features.FromColumns(new float[] { float.MaxValue, float.NaN, -1e30f })));
    }

    [Fact]
    public void Where_nothing_was_missing_in_training_missing_follows_the_heavier_child()
    {
        var model = new GradientBoostingRegressor { Trees = 1, MaxDepth = 1, LearningRate = 1, L2 = 0 };
        model.Fit(Features.FromColumns(new float[] { 1, 2, 3, 4 }), new double[] { 0, 8, 8, 8 });
        AssertClose([8], model.Predict(Features.FromColumns(new float[] { float.NaN })));
    }

    [Fact]
    public void A_column_without_any_value_is_never_asked_about()
    {
        var model = new GradientBoostingRegressor { Trees = 5, MinChildWeight = 0 };
        model.Fit(Features.FromColumns(new float[] { float.NaN, float.NaN, float.NaN, float.NaN }, new float[] { 1, 2, 3, 4 }), new double[] { 1, 2, 3, 4 });
        Assert.Equal(0, model.Importance.Single(importance => importance.Feature == 0).Splits);
        Assert.True(model.Importance[0].Splits > 0);
    }

    /// <summary>Equal up to the rounding of gradients to single precision.</summary>
    private static void AssertClose(float[] expected, float[] actual) => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-5);
}
