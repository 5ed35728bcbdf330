using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Peers;

/// <summary>scikit-learn's forests, AdaBoost and isolation forest, made by tools/oracles/sklearn_trees.py.</summary>
public class SklearnForestTests
{
    private const int Seeds = 8;

    public static TheoryData<string> Names => [.. SklearnData.Names];

    [Theory, MemberData(nameof(Names))]
    public void Scores_within_seed_noise(string name)
    {
        SklearnData data = SklearnData.Named(name);
        int[] test = [.. Enumerable.Range(0, data.Labels.Length).Where(row => row % 4 == 0)], train = [.. Enumerable.Range(0, data.Labels.Length).Where(row => row % 4 != 0)];
        double[] known = [.. train.Select(row => data.Labels[row])], asked = [.. test.Select(row => data.Labels[row])];
        Features inputs = data.Features.Take(train), questions = data.Features.Take(test);
        foreach (JsonElement expected in SklearnData.Results.GetProperty("forests").EnumerateArray().Where(each => each.GetProperty("data").GetString() == name))
        {
            string kind = expected.GetProperty("kind").GetString()!;
            var scores = new double[Seeds];
            var outOfBag = new double[Seeds];
            for (int seed = 0; seed < Seeds; seed++)
            {
                (double[] predictions, OutOfBag? bag) = FitPredict(kind, data.Classes, seed, inputs, known, questions);
                scores[seed] = data.Classes ? Accuracy(asked, predictions) : RSquared(asked, predictions);
                outOfBag[seed] = bag?.Score ?? double.NaN;
            }
            Same(expected.GetProperty("score"), scores, $"{name} {kind}");
            if (expected.GetProperty("out_of_bag").ValueKind != JsonValueKind.Null)
                Same(expected.GetProperty("out_of_bag"), outOfBag, $"{name} {kind} out of bag");
        }
    }

    [Theory]
    [InlineData("iris"), InlineData("wine"), InlineData("breast_cancer"), InlineData("digits"), InlineData("classes")]
    public void Same_adaboost(string name)
    {
        JsonElement expected = SklearnData.Results.GetProperty("adaboost").EnumerateArray().Single(each => each.GetProperty("data").GetString() == name);
        SklearnData data = SklearnData.Named(name);
        var model = new AdaBoostClassifier { Trees = 20, LearningRate = 0.8 };
        AdaBoostFit fit = model.Fit(data.Features, data.Labels);
        Assert.Equal(SklearnData.Whole(expected.GetProperty("columns")), model.DecisionTrees.Select(tree => tree.Nodes[0].Feature));
        Near(expected.GetProperty("errors"), fit.Errors);
        Near(expected.GetProperty("tree_weights"), model.TreeWeights);
        Near(expected.GetProperty("staged_accuracy"), [.. model.StagedPredict(data.Features).Select(classes => Accuracy(data.Labels, Array.ConvertAll(classes, each => (double)each)))]);
        float[,] probability = model.PredictProbability(data.Features);
        int row = 0;
        foreach (JsonElement theirs in expected.GetProperty("probability").EnumerateArray())
        {
            double[] shares = SklearnData.Numbers(theirs);
            for (int i = 0; i < shares.Length; i++)
                Assert.Equal(shares[i], probability[row, i], 1e-6);
            row += 10;
        }

        static void Near(JsonElement theirs, IReadOnlyList<double> ours)
        {
            double[] numbers = SklearnData.Numbers(theirs);
            Assert.Equal(numbers.Length, ours.Count);
            for (int i = 0; i < numbers.Length; i++)
                Assert.Equal(numbers[i], ours[i], 1e-9);
        }
    }

    [Fact]
    public void Same_anomaly_scores_within_seed_noise()
    {
        JsonElement expected = SklearnData.Results.GetProperty("isolation");
        Features rows = SklearnData.Named("breast_cancer").Features;
        double[] mean = SklearnData.Numbers(expected.GetProperty("mean")), deviation = SklearnData.Numbers(expected.GetProperty("deviation"));
        int seeds = expected.GetProperty("seeds").GetInt32();
        var sums = new double[mean.Length];
        for (int seed = 0; seed < seeds; seed++)
        {
            var forest = new IsolationForest { Seed = seed };
            forest.Fit(rows);
            float[] scores = forest.AnomalyScore(rows);
            for (int row = 0; row < sums.Length; row++)
                sums[row] += scores[row] / seeds;
        }
        double[] distances = [.. Enumerable.Range(0, mean.Length).Select(row => (sums[row] - mean[row]) / (deviation[row] * Math.Sqrt(2.0 / seeds)))];
        // Differences of means over the deviation of such a difference: about standard normal, dependent between rows.
        Assert.InRange(distances.Average(distance => distance * distance), 0.2, 3);
        Assert.True(distances.Max(Math.Abs) < 6);

        double[] theirs = SklearnData.Numbers(expected.GetProperty("path_length").GetProperty("mean"));
        int[] counts = SklearnData.Whole(expected.GetProperty("path_length").GetProperty("rows"));
        for (int i = 0; i < counts.Length; i++)
        {
            var forest = new IsolationForest { Trees = 1, MaxSamples = 1000 };
            forest.Fit(Features.FromRows(new float[counts[i], 1]));
            Assert.Equal(theirs[i], forest.DecisionTrees[0].Value(0)[0], 1e-9);
        }
        var tenth = new IsolationForest { Contamination = 0.1 };
        tenth.Fit(rows);
        Assert.Equal(expected.GetProperty("outliers_at_0.1").GetInt32(), tenth.IsOutlier(rows).Count(outlier => outlier));
    }

    private static (double[] Predictions, OutOfBag? Bag) FitPredict(string kind, bool classes, int seed, Features inputs, double[] known, Features questions)
    {
        bool bags = kind != "extra trees";
        if (classes)
        {
            ForestClassifier forest = kind switch
            {
                "bagging" => new BaggingClassifier { Trees = 30, Seed = seed, OutOfBag = bags },
                "random forest" => new RandomForestClassifier { Trees = 30, Seed = seed, OutOfBag = bags },
                _ => new ExtraTreesClassifier { Trees = 30, Seed = seed },
            };
            return (forest.Fit(inputs, known).OutOfBag is var bag ? Array.ConvertAll(forest.Predict(questions), each => (double)each) : [], bag);
        }
        ForestRegressor regressor = kind switch
        {
            "bagging" => new BaggingRegressor { Trees = 30, Seed = seed, OutOfBag = bags },
            "random forest" => new RandomForestRegressor { Trees = 30, Seed = seed, OutOfBag = bags, MaxFeatures = MaxFeatures.Fraction(0.34) },
            _ => new ExtraTreesRegressor { Trees = 30, Seed = seed },
        };
        OutOfBag? outOfBag = regressor.Fit(inputs, known).OutOfBag;
        return (Array.ConvertAll(regressor.Predict(questions), each => (double)each), outOfBag);
    }

    /// <summary>Means differ by less than four deviations of their difference; a set on which every seed scores alike must be met within one row's worth.</summary>
    private static void Same(JsonElement expected, double[] scores, string label)
    {
        double mean = expected.GetProperty("mean").GetDouble(), deviation = expected.GetProperty("deviation").GetDouble();
        int seeds = expected.GetProperty("seeds").GetInt32();
        double ours = scores.Average(), own = Math.Sqrt(scores.Sum(score => Math.Pow(score - ours, 2)) / (scores.Length - 1));
        double noise = Math.Sqrt(deviation * deviation / seeds + own * own / scores.Length);
        Assert.True(Math.Abs(ours - mean) <= 4 * Math.Max(noise, 0.001), $"{label}: {ours:F4} ± {own:F4} here, {mean:F4} ± {deviation:F4} there");
    }

    private static double Accuracy(double[] labels, double[] predictions) => labels.Zip(predictions).Count(pair => pair.First == pair.Second) / (double)labels.Length;

    private static double RSquared(double[] labels, double[] predictions) =>
        1 - labels.Zip(predictions).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / labels.Sum(label => Math.Pow(label - labels.Average(), 2));
}
