namespace Fathom.Validation.Tests;

public class NestedCrossValidationTests
{
    [Fact]
    public void Inner_splits_live_inside_the_outer_training_set_and_never_leak()
    {
        var random = new Random(6);
        for (int round = 0; round < 200; round++)
        {
            LabelSpans spans = RandomSpans.Draw(random, random.Next(60, 90));
            ISplitter outer = round % 2 == 0 ? new PurgedKFold(4) { Embargo = Embargo.Observations(2) } : new WalkForward(40, 15);
            foreach (NestedSplit nested in new NestedCrossValidation(outer, new PurgedKFold(3) { Embargo = Embargo.Observations(1) }).Split(spans))
            {
                Assert.Equal(nested.Outer.Train, nested.Inner.SelectMany(s => s.Test));
                foreach (Split inner in nested.Inner)
                {
                    PurgedKFoldTests.AssertClean(spans, inner, 1);
                    Assert.Equal(nested.Outer.Train.Order(), inner.Train.Concat(inner.Test).Concat(inner.Purged).Concat(inner.Embargoed).Order());
                    Assert.True(LeakDetector.Inspect(spans, inner.Train, nested.Outer.Test).IsClean);
                    Assert.True(LeakDetector.Inspect(spans, inner.Test, nested.Outer.Test).IsClean);
                }
            }
        }
    }

    [Fact]
    public void Plain_folds_within_plain_folds_are_scikit_learns()
    {
        // sklearn: KFold(3) over range(9), KFold(2) over each training set.
        NestedSplit[] nested = [.. new NestedCrossValidation(new KFold(3), new KFold(2)).Split(LabelSpan.Horizon(9, 0))];
        Assert.Equal([0, 1, 2], nested[1].Inner[0].Test);
        Assert.Equal([6, 7, 8], nested[1].Inner[0].Train);
        Assert.Equal([6, 7, 8], nested[1].Inner[1].Test);
    }
}
