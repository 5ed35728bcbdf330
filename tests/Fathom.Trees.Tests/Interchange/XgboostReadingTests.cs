using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Interchange;

/// <summary>Models trained by XGBoost, made by tools/oracles/trees_interchange_xgboost.py.</summary>
public class XgboostReadingTests
{
    private static readonly PeerFixture Peer = PeerFixture.Read("xgboost.json");

    [Theory]
    [InlineData("squared_error"), InlineData("absolute_error"), InlineData("pseudo_huber"), InlineData("logistic"), InlineData("softmax"), InlineData("softmax_forest")]
    [InlineData("poisson"), InlineData("dart"), InlineData("leaf_wise"), InlineData("categories"), InlineData("categories_two"), InlineData("pruned")]
    [InlineData("gamma"), InlineData("tweedie"), InlineData("cox")]
    public void Predicts_as_XGBoost_does(string name)
    {
        JsonElement item = Peer.Case(name);
        foreach (JsonElement format in item.GetProperty("formats").EnumerateArray())
        {
            GradientBoosting model = XgboostModel.Read(PeerFixture.PathOf($"xgboost_{name}.{format.GetString()}"));
            PeerFixture.AssertClose(PeerFixture.Flat(item.GetProperty("margins")), PeerFixture.Scores(model, Peer.Rows), 1e-6);
            if (!item.TryGetProperty("predictions", out JsonElement expected))
                continue;
            float[] predictions = PeerFixture.Predictions(model, PeerFixture.FeaturesOf(Peer.Rows, PeerFixture.Categorical(item)));
            PeerFixture.AssertClose(PeerFixture.Flat(expected), Array.ConvertAll(predictions, value => (double)value), 1e-6);
        }
    }

    [Theory, InlineData("categories"), InlineData("categories_two")]
    public void Levels_that_no_row_had_go_where_XGBoost_sends_them(string name)
    {
        JsonElement item = Peer.Case(name);
        GradientBoosting model = XgboostModel.Read(PeerFixture.PathOf($"xgboost_{name}.json"));
        PeerFixture.AssertClose(PeerFixture.Flat(item.GetProperty("strange_margins")), PeerFixture.Scores(model, PeerFixture.Matrix(item.GetProperty("strange"))), 1e-6);
    }

    [Fact]
    public void Rounds_after_the_best_are_left_out_on_request()
    {
        string path = PeerFixture.PathOf("xgboost_logistic.json");
        JsonElement item = Peer.Case("logistic");
        GradientBoosting model = XgboostModel.Read(path, toBestIteration: true);
        Assert.True(model.Ensemble.Rounds < XgboostModel.Read(path).Ensemble.Rounds);
        PeerFixture.AssertClose(PeerFixture.Flat(item.GetProperty("best_margins")), PeerFixture.Scores(model, Peer.Rows), 1e-6);
    }

    [Fact]
    public void Names_of_columns_are_kept()
    {
        GradientBoosting model = XgboostModel.Read(PeerFixture.PathOf("xgboost_logistic.json"));
        Assert.Equal([.. Enumerable.Range(0, 6).Select(column => $"column {column}")], model.Importance.Select(importance => importance.Name).Order());
        Assert.Equal("f0", XgboostModel.Read(PeerFixture.PathOf("xgboost_squared_error.json")).Importance.Min(importance => importance.Name));
    }

    [Theory, InlineData("xgboost_categories.json"), InlineData("lightgbm_zero_as_missing.txt")]
    public void What_was_read_is_saved_with_its_rules(string name)
    {
        string path = PeerFixture.PathOf(name);
        var model = (GradientBoostingRegressor)(name.StartsWith("xgboost", StringComparison.Ordinal) ? XgboostModel.Read(path) : LightGbmModel.Read(path));
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        GradientBoostingRegressor again = GradientBoostingRegressor.Load(stream);
        Features features = PeerFixture.FeaturesOf(Peer.Rows, name.Contains("categories", StringComparison.Ordinal) ? [4, 5] : []);
        Assert.Equal(model.Predict(features), again.Predict(features));
    }
}
