using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class DocumentedExampleTests
{
    [Fact]
    public void Trees_on_their_own()
    {
        RandomRows rows = RandomRows.Draw(seed: 1, count: 300, columns: 4, missing: 0.1), held = RandomRows.Draw(seed: 2, count: 300, columns: 4, missing: 0.1);
        float[,] x = rows.Values;
        int[] labels = rows.Classes(2), validationLabels = held.Classes(2);
        Features validationFeatures = held.Features;

        var features = Features.FromRows(x);
        var boosted = new GradientBoostingClassifier
        {
            Trees = 300, LearningRate = 0.05, Growth = TreeGrowth.LeafWise, MaxLeaves = 63,
            Split = SplitMethod.Histogram, Sampling = RowSampling.Goss, Threads = 2, Seed = 1,
        };
        boosted.Fit(features, labels, validation: (validationFeatures, validationLabels), earlyStopping: 50);
        float[,] probabilities = boosted.PredictProbability(features);

        Assert.Equal((300, 2), (probabilities.GetLength(0), probabilities.GetLength(1)));
        Assert.True(Scores.Auc(validationLabels, [.. Enumerable.Range(0, 300).Select(row => (double)boosted.PredictProbability(validationFeatures)[row, 1])]) > 0.75);
    }
}
