using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Explaining;

/// <summary>The code of docs/explaining-trees.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public class ExplainingPageTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Trees.Tests", "Explaining", "ExplainingPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "explaining-trees.md")))
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
        RandomRows drawn = RandomRows.Draw(seed: 1, count: 120, columns: 3, missing: 0.1);
        (Features features, double[] targets) = (drawn.Features, drawn.Targets);
        var boosted = new GradientBoostingRegressor { Trees = 10 };
        boosted.Fit(features, targets);
        float[] row = [drawn.Values[0, 0], drawn.Values[0, 1], drawn.Values[0, 2]];
        try
        {
            EnsemblePredictor predictor = boosted.Predictor;
            float[] prediction = new float[predictor.Outputs];
            predictor.Predict(row, prediction);

            var explainer = new TreeExplainer(boosted);
            ShapValues shap = explainer.Explain(features);
            double part = shap[row: 0, column: 2];
            double[] sizes = shap.MeanSizes();
            ShapInteractions pairs = explainer.ExplainInteractions(features.Take([0, 1, 2]));
            double together = 2 * pairs[row: 0, first: 0, second: 1];
            Assert.Equal(prediction[0], (float)shap.Score(0), 1e-5f);
            Assert.Equal(shap[0, 0], pairs[0, 0, 0] + together / 2 + pairs[0, 0, 2], 1e-10);
            Assert.InRange(Math.Abs(part), 0, 120 * sizes[2]);

            IReadOnlyList<DecisionStep> path = boosted.DecisionPath(features, row: 0, tree: 5);
            string text = boosted.TreeToText(tree: 5);
            string svg = boosted.TreeToSvg(tree: 5);
            float[,] embedding = boosted.Leaves(features).OneHot();
            Assert.InRange(path.Count, 1, 6);
            Assert.Contains("f0", text, StringComparison.Ordinal);
            Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
            Assert.Equal(boosted.Ensemble.Trees.Sum(tree => tree.LeafCount), embedding.GetLength(1));

            IReadOnlyList<ColumnImportance> importance = PermutationImportance.Of(rows => -MeanSquaredError(boosted.Predict(rows), targets), features, repeats: 5, seed: 1);
            DependenceCurve curve = PartialDependence.Curve(rows => boosted.Predict(rows), features, column: 0, points: 20);
            DependenceCurve centered = curve.Centered();
            DependenceSurface surface = PartialDependence.Surface(rows => boosted.Predict(rows), features, first: 0, second: 1, points: 8);
            Assert.Equal(3, importance.Count);
            Assert.Equal(20, centered.Values.Count);
            Assert.Equal(8, surface.SecondValues.Count);

            XgboostModel.Write(boosted, "boosted.ubj", XgboostFormat.Ubjson);
            LightGbmModel.Write(boosted, "boosted.txt");
            GradientBoosting fromXgboost = XgboostModel.Read("boosted.ubj");
            GradientBoosting fromLightGbm = LightGbmModel.Read("boosted.txt");
            Assert.Equal(prediction[0], PeerFixture.Predictions(fromXgboost, features)[0], 1e-5f);
            Assert.Equal(prediction[0], PeerFixture.Predictions(fromLightGbm, features)[0], 1e-6f);
        }
        finally
        {
            File.Delete("boosted.ubj");
            File.Delete("boosted.txt");
        }
    }

    private static double MeanSquaredError(float[] predictions, double[] targets) =>
        predictions.Zip(targets, (prediction, target) => Math.Pow(prediction - target, 2)).Average();
}
