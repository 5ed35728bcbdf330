using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Saving;

public class EstimatorSavingTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 31, count: 300, columns: 4, missing: 0.1);

    public static TheoryData<string> Objectives =>
        ["squared error", "absolute error", "quantile(0.1, 0.5, 0.9)", "huber(0.7)", "poisson", "gamma", "tweedie(1.3)", "gaussian"];

    [Theory, MemberData(nameof(Objectives))]
    public void Regressors_come_back_with_every_objective(string name)
    {
        (IObjective objective, _) = ObjectiveCases.Make(name);
        var model = new GradientBoostingRegressor { Trees = 3, Objective = objective };
        model.Fit(Rows.Features, Array.ConvertAll(Rows.Targets, target => Math.Abs(target) + 0.01));
        GradientBoostingRegressor again = GradientBoostingRegressor.Load(Written(model));
        Assert.Equal(objective.Name, again.Objective.Name);
        Assert.Equal(model.PredictOutputs(Rows.Features), again.PredictOutputs(Rows.Features));
    }

    [Fact]
    public void A_classifier_comes_back_with_its_weights_its_loss_and_its_dropouts()
    {
        foreach (ClassWeights weights in (ClassWeights[])[ClassWeights.Equal, ClassWeights.Balanced, ClassWeights.Of(1, 3)])
        {
            var model = new GradientBoostingClassifier
            {
                Trees = 5, ClassWeights = weights, Objective = Objective.Focal(1.5), MinLeafRows = 7,
                Dart = new Dart { DropRate = 0.4, SkipRate = 0.1, MaxDrop = 3, Normalization = DartNormalization.Forest },
            };
            model.Fit(Rows.Features, Rows.Classes(2));
            GradientBoostingClassifier again = GradientBoostingClassifier.Load(Written(model));
            Assert.Equal(model.PredictProbability(Rows.Features), again.PredictProbability(Rows.Features));
            Assert.Equal((model.Dart, model.MinLeafRows, "focal(1.5)"), (again.Dart, again.MinLeafRows, again.Objective!.Name));
            Assert.Equal(weights.IsBalanced, again.ClassWeights.IsBalanced);
            Assert.Equal(weights.PerClass, again.ClassWeights.PerClass);
            again.Fit(Rows.Features, Rows.Classes(2));
            Assert.Equal(model.PredictProbability(Rows.Features), again.PredictProbability(Rows.Features));
        }
    }

    [Fact]
    public void Rankers_and_survival_models_come_back()
    {
        var ranker = new GradientBoostingRanker { Trees = 4, Places = 7, MinChildWeight = 0.01 };
        ranker.Fit(new BoostingData(Rows.Features, Array.ConvertAll(Rows.Classes(3), label => (double)label)) { Groups = Enumerable.Repeat(30, 10).ToArray() });
        GradientBoostingRanker ranked = GradientBoostingRanker.Load(Written(ranker));
        Assert.Equal(7, ranked.Places);
        Assert.Equal(ranker.Predict(Rows.Features), ranked.Predict(Rows.Features));

        var survival = new GradientBoostingSurvival { Trees = 4 };
        survival.Fit(Rows.Features, new SurvivalTimes(Array.ConvertAll(Rows.Targets, target => Math.Abs(target) + 0.1), Array.ConvertAll(Rows.Targets, target => target > 0)));
        Assert.Equal(survival.Predict(Rows.Features), GradientBoostingSurvival.Load(Written(survival)).Predict(Rows.Features));
        Assert.Contains(
            "is a gradient boosting survival, not", Assert.Throws<InvalidDataException>(() => GradientBoostingRanker.Load(Written(survival))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_younger_options_is_read_with_their_defaults()
    {
        var model = new GradientBoostingClassifier
        {
            Trees = 3, MinLeafRows = 5, ClassWeights = ClassWeights.Balanced, Dart = new Dart(), L1 = 0.1, MaxDelta = 5, ColumnFractionPerLevel = 0.9, ColumnFractionPerNode = 0.9,
            Monotone = [MonotoneDirection.Rising, MonotoneDirection.Any, MonotoneDirection.Any, MonotoneDirection.Any], Interactions = [[0, 1, 2, 3]],
        };
        model.Fit(Rows.Features, Rows.Classes(2));
        GradientBoostingClassifier again = GradientBoostingClassifier.Load(Changed(model, root =>
        {
            var options = (JsonObject)root["options"]!;
            foreach (string option in new[] { "minLeafRows", "classWeights", "dart", "l1", "maxDelta", "columnFractionPerLevel", "columnFractionPerNode", "monotone", "interactions" })
                Assert.True(options.Remove(option));
        }));
        var plain = new GradientBoostingClassifier { Trees = 3 };
        foreach (PropertyInfo option in typeof(GradientBoostingClassifier).GetProperties().Where(option => option.SetMethod is { IsPublic: true }))
            Assert.Equal(option.GetValue(plain), option.GetValue(again));
        Assert.Equal(model.PredictProbability(Rows.Features), again.PredictProbability(Rows.Features));
    }

    public static TheoryData<string> Damages =>
    [
        "quantile(1.5)", "quantile()", "quantile(0.5, 0.1)", "quantile(0.1", "tweedie(3)", "focal(-1)", "huber(x)", "squared error(1)", "no such loss",
        "two base scores", "no base scores", "quantiles for one score", "softmax for a regressor", "bad dart", "threshold list too short", "null tree", "leaf value not a number", "infinite base score",
        "one child for two parents", "a level beyond all", "null column",
    ];

    [Theory, MemberData(nameof(Damages))]
    public void Damaged_files_are_refused(string damage)
    {
        var model = new GradientBoostingRegressor { Trees = 2 };
        model.Fit(Rows.Features, Rows.Targets);
        Stream file = Changed(model, root =>
        {
            var tree = (JsonObject)root["trees"]![0]!;
            switch (damage)
            {
                case "two base scores": root["baseScores"] = new JsonArray(1.0, 2.0); break;
                case "no base scores": root["baseScores"] = new JsonArray(); break;
                case "quantiles for one score": root["objective"] = "quantile(0.1, 0.9)"; break;
                case "softmax for a regressor": root["objective"] = "lambdarank(3)"; break;
                case "bad dart": root["options"]!["dart"] = JsonNode.Parse("""{"dropRate":2,"skipRate":0,"normalization":"tree"}"""); break;
                case "threshold list too short": ((JsonArray)tree["threshold"]!).RemoveAt(0); break;
                case "null tree": root["trees"]![0] = null; break;
                case "infinite base score": root["baseScores"] = new JsonArray("Infinity"); break;
                case "one child for two parents": tree["right"]![0] = (int)tree["left"]![0]!; break;
                case "a level beyond all": tree["leftLevels"] = JsonNode.Parse($"[[2147483647]{string.Concat(Enumerable.Repeat(",null", tree["feature"]!.AsArray().Count - 1))}]"); break;
                case "null column": root["features"]![0] = null; break;
                case "leaf value not a number": tree["value"]![tree["value"]!.AsArray().Count - 1] = "NaN"; break;
                default: root["objective"] = damage; break;
            }
        });
        Assert.Throws<InvalidDataException>(() => GradientBoostingRegressor.Load(file));
    }

    private static MemoryStream Written(GradientBoosting model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static MemoryStream Changed(GradientBoosting model, Action<JsonNode> change)
    {
        JsonNode root = JsonNode.Parse(Written(model))!;
        change(root);
        return new(Encoding.UTF8.GetBytes(root.ToJsonString()));
    }
}
