using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>
/// scikit-learn's trees on eight data sets, made by tools/oracles/sklearn_trees.py: ties between columns, which it breaks at random, go to the lower column there as here.
/// </summary>
public class SklearnTreeTests
{
    private static readonly JsonElement[] Cases = [.. SklearnData.Results.GetProperty("trees").EnumerateArray()];

    public static TheoryData<string> Names => [.. SklearnData.Names];

    [Theory, MemberData(nameof(Names))]
    public void Same_trees(string name)
    {
        foreach (JsonElement expected in Cases.Where(each => each.GetProperty("data").GetString() == name))
        {
            DecisionTreeEstimator model = Fit(expected, out string label);
            Same(expected, model.Tree, label);
            double[] importance = new double[model.Importance.Count];
            foreach (FeatureImportance each in model.Importance)
                importance[each.Feature] = each.Gain;
            double[] theirs = SklearnData.Numbers(expected.GetProperty("importance"));
            for (int column = 0; column < theirs.Length; column++)
                Near(theirs[column], importance[column], label);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Same_pruning_paths(string name)
    {
        foreach (JsonElement expected in Cases.Where(each => each.GetProperty("data").GetString() == name && each.TryGetProperty("alphas", out _)))
        {
            DecisionTree tree = Fit(expected, out string label).Tree;
            IReadOnlyList<PruningStep> path = tree.CostComplexityPath();
            double[] alphas = SklearnData.Numbers(expected.GetProperty("alphas")), impurities = SklearnData.Numbers(expected.GetProperty("impurities"));
            Assert.Equal(alphas.Length, path.Count);
            for (int step = 0; step < alphas.Length; step++)
            {
                Near(alphas[step], path[step].Alpha, label, 1e-10);
                Near(impurities[step], path[step].Impurity, label, 1e-10);
            }
            Assert.Equal(1, path[^1].Leaves);
            PruningStep middle = path[path.Count / 2];
            Assert.Equal(path.Last(step => step.Alpha <= middle.Alpha).Leaves, tree.Prune(middle.Alpha).LeafCount);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Same_text(string name)
    {
        foreach (JsonElement expected in Cases.Where(each => each.GetProperty("data").GetString() == name && each.TryGetProperty("text", out _)))
            Assert.Equal(expected.GetProperty("text").GetString(), Fit(expected, out _).ToText());
    }

    private static void Same(JsonElement expected, DecisionTree tree, string label)
    {
        int[] feature = SklearnData.Whole(expected.GetProperty("feature")), samples = SklearnData.Whole(expected.GetProperty("samples"));
        int[] left = SklearnData.Whole(expected.GetProperty("left")), right = SklearnData.Whole(expected.GetProperty("right"));
        double[] threshold = SklearnData.Numbers(expected.GetProperty("threshold")), impurity = SklearnData.Numbers(expected.GetProperty("impurity"));
        double[] weight = SklearnData.Numbers(expected.GetProperty("weight"));
        double[][] value = [.. expected.GetProperty("value").EnumerateArray().Select(SklearnData.Numbers)];
        for (int i = 0; i < Math.Min(feature.Length, tree.Nodes.Count); i++)
        {
            DecisionTreeNode node = tree.Nodes[i];
            Assert.True((feature[i], samples[i], left[i], right[i]) == (node.Feature, node.Samples, node.Left, node.Right),
                $"{label}, node {i}: {node} instead of f{feature[i]} <= {threshold[i]}, {samples[i]} rows, {left[i]}, {right[i]}");
            if (!node.IsLeaf)
                Assert.Equal(threshold[i], node.Threshold);
            Near(weight[i], node.Weight, label);
            Near(impurity[i], node.Impurity, label);
            double scale = tree.Outputs == 1 ? 1 : node.Weight;
            for (int output = 0; output < tree.Outputs; output++)
                Near(value[i][output], scale * tree.Value(i)[output], label);
        }
        Assert.Equal(feature.Length, tree.Nodes.Count);
    }

    private static DecisionTreeEstimator Fit(JsonElement expected, out string label)
    {
        SklearnData data = SklearnData.Named(expected.GetProperty("data").GetString()!);
        JsonElement options = expected.GetProperty("options");
        label = $"{expected.GetProperty("data")} {options}";
        float[]? weights = expected.GetProperty("weighted").GetBoolean() ? RowWeights(expected) : null;
        string criterion = options.GetProperty("criterion").GetString()!;
        if (data.Classes)
        {
            var classifier = new DecisionTreeClassifier
            {
                Criterion = criterion == "gini" ? ClassificationCriterion.Gini : ClassificationCriterion.Entropy,
                ClassWeights = options.TryGetProperty("class_weight", out _) ? ClassWeights.Balanced : ClassWeights.Equal,
                MaxDepth = Option("max_depth"), MinSamplesLeaf = Option("min_samples_leaf") ?? 1, MinSamplesSplit = Option("min_samples_split") ?? 2, MaxLeafNodes = Option("max_leaf_nodes"),
                MinWeightFractionLeaf = Number("min_weight_fraction_leaf"), MinImpurityDecrease = Number("min_impurity_decrease"),
            };
            classifier.Fit(data.Features, data.Labels, weights);
            return classifier;
        }
        var regressor = new DecisionTreeRegressor
        {
            Criterion = criterion switch { "squared_error" => RegressionCriterion.SquaredError, "poisson" => RegressionCriterion.Poisson, _ => RegressionCriterion.AbsoluteError },
            MaxDepth = Option("max_depth"), MinSamplesLeaf = Option("min_samples_leaf") ?? 1, MinSamplesSplit = Option("min_samples_split") ?? 2, MaxLeafNodes = Option("max_leaf_nodes"),
            MinWeightFractionLeaf = Number("min_weight_fraction_leaf"), MinImpurityDecrease = Number("min_impurity_decrease"),
        };
        regressor.Fit(data.Features, data.Labels, weights);
        return regressor;

        int? Option(string key) => options.TryGetProperty(key, out JsonElement value) ? value.GetInt32() : null;

        double Number(string key) => options.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : 0;
    }

    private static float[] RowWeights(JsonElement expected) =>
        Array.ConvertAll(SklearnData.Numbers(SklearnData.Results.GetProperty("weights").GetProperty(expected.GetProperty("data").GetString()!)), weight => (float)weight);

    private static void Near(double expected, double actual, string label, double tolerance = 1e-9) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{label}: {actual} instead of {expected}");
}
