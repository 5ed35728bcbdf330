using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.DecisionTrees;

/// <summary>The code of docs/trees.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public class TreesPageTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Trees.Tests", "DecisionTrees", "TreesPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "trees.md")))
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
        RandomRows rows = RandomRows.Draw(seed: 1, count: 150, columns: 4, missing: 0.1);
        Features features = rows.Features;
        int[] labels = rows.Classes(2);
        double[] targets = rows.Targets;
        CancellationToken token = TestContext.Current.CancellationToken;
        string before = Environment.CurrentDirectory, folder = Directory.CreateTempSubdirectory().FullName;
        TextWriter console = Console.Out;
        Environment.CurrentDirectory = folder;
        Console.SetOut(TextWriter.Null);
        try
        {
            var tree = new DecisionTreeClassifier { Criterion = ClassificationCriterion.Entropy, MaxDepth = 3 };
            tree.Fit(features, labels);
            int[] classes = tree.Predict(features);
            Console.WriteLine(tree.ToText());

            var full = new DecisionTreeRegressor { MinSamplesLeaf = 5 };
            full.Fit(features, targets);
            foreach (PruningStep step in full.Tree.CostComplexityPath())
                Console.WriteLine($"alpha {step.Alpha:F4}: {step.Leaves} leaves, impurity {step.Impurity:F4}");
            DecisionTree smaller = full.Tree.Prune(0.01);
            var pruned = new DecisionTreeRegressor { MinSamplesLeaf = 5, CcpAlpha = 0.01 };
            pruned.Fit(features, targets);
            Assert.Equal(smaller.Nodes, pruned.Tree.Nodes);

            File.WriteAllText("tree.svg", tree.ToSvg(classNames: ["down", "up"]));
            File.WriteAllText("tree.json", tree.ToJson());
            int[] leaves = tree.Apply(features);
            IReadOnlyList<int> path = tree.DecisionPath(features, row: 0);
            FeatureImportance most = tree.Importance[0];
            Assert.Equal(leaves[0], path[^1]);
            Assert.True(most.Gain > 0 && classes.Length == 150);

            var forest = new RandomForestClassifier { Trees = 200, OutOfBag = true, ClassWeights = ClassWeights.Balanced, Seed = 1 };
            ForestFit fit = forest.Fit(features, labels, cancellation: token);
            Console.WriteLine($"{fit.Trees} trees, out-of-bag accuracy {fit.OutOfBag?.Score:P1}");
            forest.Save("forest.json");
            RandomForestClassifier again = RandomForestClassifier.Load("forest.json");
            Assert.Equal(forest.Predict(features), again.Predict(features));

            var boosted = new AdaBoostClassifier { Trees = 100, LearningRate = 0.5 };
            boosted.Fit(features, labels);
            foreach (int[] stage in boosted.StagedPredict(features))
                Console.WriteLine(stage.Length);

            var isolation = new IsolationForest { Contamination = 0.01, Seed = 1 };
            isolation.Fit(features);
            bool[] suspicious = isolation.IsOutlier(features);
            float[] scores = isolation.AnomalyScore(features);
            Assert.Equal(2, suspicious.Count(each => each));
            Assert.Equal(scores.Max(), scores[Array.IndexOf(suspicious, true)], 0.1);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }
}
