using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

/// <summary>The code of docs/boosting.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public class BoostingPageTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Trees.Tests", "Boosting", "BoostingPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "boosting.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                code = line == "```csharp";
            else if (code)
                Assert.Contains(line.Trim(), here);
        }
    }

    [Fact]
    public void The_code_of_the_page_runs()
    {
        RandomRows rows = RandomRows.Draw(seed: 1, count: 200, columns: 4, missing: 0.1), held = RandomRows.Draw(seed: 2, count: 100, columns: 4, missing: 0.1);
        (Features features, Features heldFeatures) = (rows.Features, held.Features);
        (int[] labels, int[] heldLabels) = (rows.Classes(2), held.Classes(2));
        double[] targets = rows.Targets;
        (int[] relevances, int[] querySizes) = (rows.Classes(4), [50, 100, 50]);
        double[] months = Array.ConvertAll(targets, target => Math.Abs(target) + 1);
        bool[] defaulted = Array.ConvertAll(targets, target => target > 0);
        double[] claims = Array.ConvertAll(targets, target => Math.Round(Math.Abs(target)));
        (double[] logExposures, double[] heldLogExposures) = (new double[200], new double[100]);
        try
        {
            var classifier = new GradientBoostingClassifier { Trees = 300, LearningRate = 0.05, Seed = 1 };
            BoostingHistory history = classifier.Fit(features, labels, validation: (heldFeatures, heldLabels), earlyStopping: 30);
            float[,] probabilities = classifier.PredictProbability(heldFeatures);
            classifier.Save("boosted.json");
            GradientBoostingClassifier again = GradientBoostingClassifier.Load("boosted.json");

            Assert.Equal(history.Rounds, again.Ensemble.Rounds);
            Assert.Equal(probabilities, again.PredictProbability(heldFeatures));

            var slopes = new GradientBoostingRegressor { LinearLeaves = true, MaxDepth = 3, LinearL2 = 0.1 };
            slopes.Fit(features, targets);
            Assert.Contains(slopes.Ensemble.Trees[^1].Nodes, node => node.Linear is not null);

            var pairs = new GradientBoostingClassifier { MaxCombination = 2 };
            pairs.Fit(features, labels);
            Assert.Equal(4, pairs.Importance.Count);

            var intervals = new GradientBoostingRegressor { Objective = Objective.Quantile(0.05, 0.5, 0.95), MaxDepth = 3 };
            intervals.Fit(features, targets);
            float[,] quantiles = intervals.PredictOutputs(heldFeatures);

            var normal = new GradientBoostingRegressor { Objective = Objective.Gaussian, MaxDepth = 3 };
            normal.Fit(features, targets);
            float[,] meanAndDeviation = normal.PredictOutputs(heldFeatures);

            var ranker = new GradientBoostingRanker { Places = 10 };
            ranker.Fit(new BoostingData(features, relevances) { Groups = querySizes });

            var survival = new GradientBoostingSurvival();
            survival.Fit(features, new SurvivalTimes(months, defaulted));

            Assert.Equal((3, 2), (quantiles.GetLength(1), meanAndDeviation.GetLength(1)));

            var counts = new GradientBoostingRegressor { Objective = Objective.Poisson };
            counts.Fit(new BoostingData(features, claims) { BaseMargin = logExposures });
            float[] expected = counts.Predict(heldFeatures, heldLogExposures);

            Assert.All(expected, count => Assert.True(count > 0));

            var stopping = new EarlyStoppingRule(50) { Metric = BoostingMetric.Auc, MinimumDelta = 1e-4 };
            BoostingHistory watched = classifier.Fit(new(features, labels), [new(heldFeatures, heldLabels), new(features, labels)], stopping, timeBudget: TimeSpan.FromMinutes(5));
            Console.WriteLine($"{watched.Rounds} rounds, {watched.Stop}, AUC {watched.ValidationMetric.Max():F4}");

            int rounds = again.Ensemble.Rounds;
            again.Continue(new(features, labels), rounds: 50);
            Assert.Equal(rounds + 50, again.Ensemble.Rounds);

            var light = new GradientBoostingClassifier(GradientBoosting.LightGbmStyle()) { Trees = 500, MaxLeaves = 63 };
            Assert.Equal((500, 63, 20), (light.Trees, light.MaxLeaves, light.MinLeafRows));
        }
        finally
        {
            File.Delete("boosted.json");
        }
    }
}
