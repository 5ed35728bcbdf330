using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Models;

public class FlatTreeTests
{
    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void Blocks_of_rows_are_scored_as_single_rows_are(TreeGrowth growth)
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 1003, columns: 5, missing: 0.3);
        var model = new GradientBoostingRegressor { Trees = 15, Growth = growth };
        model.Fit(rows.Features, rows.Targets);
        float[] predictions = model.Predict(rows.Features);
        var score = new double[1];
        for (int row = 0; row < rows.Count; row++)
        {
            float[] values = [.. Enumerable.Range(0, 5).Select(column => rows.Values[row, column])];
            model.Ensemble.Predict(values, score);
            Assert.Equal((float)score[0], predictions[row]);
        }
    }

    [Fact]
    public void A_single_row_is_scored_without_allocating()
    {
        RandomRows rows = RandomRows.Draw(seed: 8, count: 200, columns: 5);
        var model = new GradientBoostingRegressor { Trees = 10 };
        model.Fit(rows.Features, rows.Targets);
        TreeEnsemble ensemble = model.Ensemble;
        var values = new float[5];
        var score = new double[1];
        ensemble.Predict(values, score);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            ensemble.Predict(values, score);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
