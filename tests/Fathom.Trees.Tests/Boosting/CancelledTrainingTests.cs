using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Boosting;

public class CancelledTrainingTests
{
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 31, count: 500, columns: 4);

    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void A_fit_cancelled_on_the_way_is_the_shorter_fit(TreeGrowth growth)
    {
        using var source = new CancellationTokenSource();
        int heard = 0;
        var model = new GradientBoostingRegressor { Trees = 50, Growth = growth, Seed = 7 };
        BoostingHistory history = model.Fit(new BoostingData(Rows.Features, Rows.Targets), [], null, progress: new Listener(() =>
        {
            if (++heard == 5)
                source.Cancel();
        }), cancellation: source.Token);
        Assert.Equal((StopReason.Cancelled, 5), (history.Stop, history.Rounds));
        var shorter = new GradientBoostingRegressor { Trees = 5, Growth = growth, Seed = 7 };
        shorter.Fit(Rows.Features, Rows.Targets);
        Assert.Equal(shorter.Predict(Rows.Features), model.Predict(Rows.Features));
    }

    [Theory, InlineData(CategoryHandling.Hybrid), InlineData(CategoryHandling.Splits), InlineData(CategoryHandling.OrderedStatistics)]
    public void Categories_of_which_every_one_is_missing_change_nothing(CategoryHandling handling)
    {
        var without = new GradientBoostingRegressor { Trees = 10, Categories = handling };
        without.Fit(Rows.Features, Rows.Targets);
        var with = new GradientBoostingRegressor { Trees = 10, Categories = handling };
        Features blind = Features.FromColumns([.. Rows.Features.Columns, FeatureColumn.Categories(new string?[Rows.Count])]);
        with.Fit(blind, Rows.Targets);
        Assert.Equal(without.Predict(Rows.Features), with.Predict(blind));
    }

    private sealed class Listener(Action heard) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value) => heard();
    }
}
