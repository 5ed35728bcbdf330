using System.Text;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Saving;

public class SavingTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 21, count: 500, columns: 4, missing: 0.2);

    private static readonly Features Mixed = Features.FromColumns(
        [.. Rows.Features.Columns, FeatureColumn.Categories(Array.ConvertAll(Rows.Targets, target => target < -2 ? null : $"{Math.Round(target)}"), "level")]);

    [Fact]
    public void A_classifier_comes_back_bit_by_bit_with_its_options()
    {
        var model = new GradientBoostingClassifier
        {
            Trees = 12, LearningRate = 0.3, Growth = TreeGrowth.LeafWise, MaxDepth = 9, MaxLeaves = 13, MinChildWeight = 0.5, L2 = 2, Gamma = 0.01,
            Sampling = new GossRows { TopFraction = 0.3, OtherFraction = 0.2 }, ColumnFraction = 0.9, Bins = 77, Seed = 5, Classes = 4,
        };
        model.Fit(Mixed, Rows.Classes(3));
        GradientBoostingClassifier again = GradientBoostingClassifier.Load(Written(model));
        Assert.Equal(model.PredictProbability(Mixed), again.PredictProbability(Mixed));
        Assert.Equal(model.Importance, again.Importance);
        Assert.Equal(model.Ensemble.Trees.SelectMany(tree => tree.Nodes), again.Ensemble.Trees.SelectMany(tree => tree.Nodes));
        Assert.Equal(SavedOptions.Of(model), SavedOptions.Of(again));
        Assert.Equal(model.Sampling, again.Sampling);
    }

    [Theory, InlineData("huber"), InlineData("quantile"), InlineData("poisson")]
    public void A_regressor_comes_back_with_its_objective(string kind)
    {
        IObjective objective = kind switch { "huber" => Objective.Huber(1.5), "quantile" => Objective.Quantile(0.05), _ => Objective.Poisson };
        var model = new GradientBoostingRegressor { Trees = 5, Objective = objective, Sampling = RowSampling.Bernoulli(0.8), Growth = TreeGrowth.Symmetric };
        double[] targets = Array.ConvertAll(Rows.Targets, Math.Abs);
        model.Fit(Mixed, targets);
        GradientBoostingRegressor again = GradientBoostingRegressor.Load(Written(model));
        Assert.Equal(model.Predict(Mixed), again.Predict(Mixed));
        Assert.Equal(objective.Name, again.Objective.Name);
        again.Fit(Mixed, targets);
        Assert.Equal(model.Predict(Mixed), again.Predict(Mixed));
    }

    [Fact]
    public void Files_are_replaced_as_a_whole()
    {
        string folder = Directory.CreateTempSubdirectory("fathom").FullName, path = Path.Combine(folder, "model.json");
        try
        {
            File.WriteAllText(path, "old");
            Assert.Throws<InvalidOperationException>(() => new GradientBoostingRegressor().Save(path));
            Assert.Equal("old", File.ReadAllText(path));
            var model = new GradientBoostingRegressor { Trees = 3 };
            model.Fit(Rows.Features, Rows.Targets);
            model.Save(path);
            Assert.Equal(model.Predict(Rows.Features), GradientBoostingRegressor.Load(path).Predict(Rows.Features));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_no_model_is_refused_with_the_reason()
    {
        var model = new GradientBoostingRegressor { Trees = 2 };
        model.Fit(Rows.Features, Rows.Targets);
        string json = Encoding.UTF8.GetString(Written(model).ToArray());

        Refuses("no model", "");
        Refuses("no model", "[1, 2]");
        Refuses("no model", json[..(json.Length / 2)]);
        Refuses("format is 'other'", json.Replace("fathom.trees", "other", StringComparison.Ordinal));
        Refuses("version 3", json.Replace("\"version\":1", "\"version\":3", StringComparison.Ordinal));
        Refuses("none of the 4", json.Replace("\"feature\":[0", "\"feature\":[9", StringComparison.Ordinal).Replace("\"feature\":[1", "\"feature\":[9", StringComparison.Ordinal));
        Refuses("children stand after", json.Replace("\"left\":[1", "\"left\":[0", StringComparison.Ordinal));
        Refuses("is out of range", json.Replace("\"learningRate\":0.1", "\"learningRate\":7", StringComparison.Ordinal), "learning rate lies");
        Assert.Contains(
            "is a gradient boosting regressor, not", Assert.Throws<InvalidDataException>(() => GradientBoostingClassifier.Load(Written(model))).Message, StringComparison.Ordinal);

        static void Refuses(string words, string json, string? orWords = null)
        {
            string message = Assert.Throws<InvalidDataException>(() => GradientBoostingRegressor.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)))).Message;
            Assert.True(message.Contains(words, StringComparison.Ordinal) || (orWords is not null && message.Contains(orWords, StringComparison.Ordinal)), message);
        }
    }

    private static MemoryStream Written(GradientBoosting model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return stream;
    }
}
