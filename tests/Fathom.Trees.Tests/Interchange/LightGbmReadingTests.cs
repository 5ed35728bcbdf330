using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Interchange;

/// <summary>Models trained by LightGBM, made by tools/oracles/trees_interchange_lightgbm.py.</summary>
public class LightGbmReadingTests
{
    private static readonly PeerFixture Peer = PeerFixture.Read("lightgbm.json");

    [Theory]
    [InlineData("squared_error"), InlineData("absolute_error"), InlineData("huber"), InlineData("quantile"), InlineData("logistic"), InlineData("logistic_steep")]
    [InlineData("cross_entropy"), InlineData("softmax"), InlineData("poisson"), InlineData("dart"), InlineData("random_forest"), InlineData("zero_as_missing")]
    [InlineData("no_missing"), InlineData("linear"), InlineData("categories"), InlineData("categories_two")]
    [InlineData("gamma"), InlineData("tweedie"), InlineData("ranking")]
    public void Predicts_as_LightGBM_does(string name)
    {
        JsonElement item = Peer.Case(name);
        GradientBoosting model = LightGbmModel.Read(PeerFixture.PathOf($"lightgbm_{name}.txt"));
        // LightGBM applies the steepness of the logistic function, and the mean over a forest's trees, after adding up.
        double factor = name switch { "logistic_steep" => 1.7, "random_forest" => 1.0 / 7, _ => 1 };
        PeerFixture.AssertClose(Array.ConvertAll(PeerFixture.Flat(item.GetProperty("scores")), score => factor * score), PeerFixture.Scores(model, Peer.Rows), 1e-10);
        float[] predictions = PeerFixture.Predictions(model, PeerFixture.FeaturesOf(Peer.Rows, PeerFixture.Categorical(item)));
        PeerFixture.AssertClose(PeerFixture.Flat(item.GetProperty("predictions")), Array.ConvertAll(predictions, value => (double)value), 1e-6);
        if (PeerFixture.Categorical(item).Length > 0)
            PeerFixture.AssertClose(PeerFixture.Flat(item.GetProperty("strange_scores")), PeerFixture.Scores(model, PeerFixture.Matrix(item.GetProperty("strange"))), 1e-10);
    }
}
