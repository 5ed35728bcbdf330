using System.Diagnostics;
using Fathom.Trees;

namespace Fathom.Benchmarks.Trees.Forests;

/// <summary>Our side of each workload of forests.py: the same data, options and threads.</summary>
internal sealed class ForestWorkloads(ForestRows rows, int threads)
{
    private RandomForestClassifier? _forest;

    internal static readonly string[] Names =
    [
        "decision tree, classes", "decision tree, numbers", "random forest, classes", "random forest, predict", "random forest, numbers", "extra trees, classes", "AdaBoost, 50 stumps", "isolation forest",
    ];

    internal (double Cpu, double Clock, double Score) Run(string name)
    {
        switch (name)
        {
            case "decision tree, classes":
                var tree = new DecisionTreeClassifier { Threads = threads };
                return Classes(() => tree.Fit(rows.Training.Features, rows.Training.Classes), () => tree.PredictProbability(rows.Test.Features));
            case "decision tree, numbers":
                var regressor = new DecisionTreeRegressor { Threads = threads };
                return Numbers(() => regressor.Fit(rows.Training.Features, rows.Training.Targets), () => regressor.Predict(rows.Test.Features));
            case "random forest, classes":
                _forest = new RandomForestClassifier { Threads = threads };
                return Classes(() => _forest.Fit(rows.Training.Features, rows.Training.Classes), () => _forest.PredictProbability(rows.Test.Features));
            case "random forest, predict":
                float[,] predictions = new float[0, 0];
                return Classes(() => predictions = _forest!.PredictProbability(rows.Test.Features), () => predictions);
            case "random forest, numbers":
                var numbers = new RandomForestRegressor { Trees = 30, MaxFeatures = MaxFeatures.Fraction(0.34), Threads = threads };
                return Numbers(() => numbers.Fit(rows.Training.Features, rows.Training.Targets), () => numbers.Predict(rows.Test.Features));
            case "extra trees, classes":
                var extra = new ExtraTreesClassifier { Threads = threads };
                return Classes(() => extra.Fit(rows.Training.Features, rows.Training.Classes), () => extra.PredictProbability(rows.Test.Features));
            case "AdaBoost, 50 stumps":
                var boosted = new AdaBoostClassifier { Threads = threads };
                return Classes(() => boosted.Fit(rows.Training.Features, rows.Training.Classes), () => boosted.PredictProbability(rows.Test.Features));
            default:
                var isolation = new IsolationForest { Threads = threads };
                float[] scores = [];
                (double cpu, double clock) = Timed(() =>
                {
                    isolation.Fit(rows.Training.Features);
                    scores = isolation.AnomalyScore(rows.Training.Features);
                });
                return (cpu, clock, scores.Average());
        }
    }

    private (double, double, double) Classes(Action fit, Func<float[,]> predict)
    {
        (double cpu, double clock) = Timed(fit);
        float[,] probability = predict();
        return (cpu, clock, Auc([.. Enumerable.Range(0, rows.Test.Count).Select(row => probability[row, 1])]));
    }

    private (double, double, double) Numbers(Action fit, Func<float[]> predict)
    {
        (double cpu, double clock) = Timed(fit);
        float[] predictions = predict();
        double mean = rows.Test.Targets.Average();
        return (cpu, clock, 1 - rows.Test.Targets.Zip(predictions).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / rows.Test.Targets.Sum(target => Math.Pow(target - mean, 2)));
    }

    /// <summary>The area under the ROC curve by ranks; ties count half.</summary>
    private double Auc(float[] scores)
    {
        double area = 0, below = 0, ones = rows.Test.Classes.Sum();
        foreach (IGrouping<float, int> tied in Enumerable.Range(0, scores.Length).GroupBy(row => scores[row]).OrderBy(group => group.Key))
        {
            double positive = tied.Sum(row => rows.Test.Classes[row]), negative = tied.Count() - positive;
            area += positive * (below + negative / 2);
            below += negative;
        }
        return area / ones / (scores.Length - ones);
    }

    private static (double Cpu, double Clock) Timed(Action action)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        action();
        process.Refresh();
        return ((process.TotalProcessorTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
