namespace Fathom.Validation.Tests;

public class CombinatorialPurgedKFoldTests
{
    [Theory]
    [InlineData(6, 2, 15, 5)]
    [InlineData(10, 2, 45, 9)]
    [InlineData(10, 8, 45, 36)]
    [InlineData(12, 3, 220, 55)]
    public void Counts_of_the_book(int groups, int testGroups, int splits, int paths)
    {
        var cv = new CombinatorialPurgedKFold(groups, testGroups);
        Assert.Equal(splits, cv.SplitCount);
        Assert.Equal(paths, cv.PathCount);
        Assert.Equal(paths, cv.Paths().Length);
        Assert.All(Enumerable.Range(0, groups), g => Assert.Equal(paths, cv.TestedGroups().Count(tested => tested.Contains(g))));
        Assert.All(cv.Paths(), path => Assert.All(Enumerable.Range(0, groups), g => Assert.Contains(g, cv.TestedGroups()[path[g]])));
    }

    /// <summary>López de Prado 2018, figure 12.1 and section 12.3: path 2 is G1 from S2, G2 and G3 from S6, G4 from S7, G5 from S8, G6 from S9.</summary>
    [Fact]
    public void Path_two_of_the_book() => Assert.Equal([1, 5, 5, 6, 7, 8], new CombinatorialPurgedKFold(6, 2).Paths()[1]);

    [Fact]
    public void Clean_over_random_spans_and_every_path_covers_every_label_once()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            LabelSpans spans = RandomSpans.Draw(random, random.Next(40, 80));
            int embargo = random.Next(0, 4);
            var cv = new CombinatorialPurgedKFold(5, 2) { Embargo = Embargo.Observations(embargo) };
            Split[] splits = [.. cv.Split(spans)];
            foreach (Split split in splits)
                PurgedKFoldTests.AssertClean(spans, split, embargo);

            // Every split predicts a label by its own number, so each joined path must be 0, 1, 2 …
            FoldPath[] paths = cv.Recombine(spans, [.. splits.Select(s => Array.ConvertAll(s.Test, i => (double)i))]);
            Assert.Equal(4, paths.Length);
            Assert.All(paths, path => Assert.Equal(Enumerable.Range(0, spans.Count).Select(i => (double)i), path.Predictions));
        }
    }

    [Fact]
    public void The_groups_of_a_path_come_from_the_named_splits()
    {
        LabelSpans spans = LabelSpan.Horizon(60, 0);
        var cv = new CombinatorialPurgedKFold(6, 2);
        double[][] bySplit = [.. cv.Split(spans).Select((s, number) => Array.ConvertAll(s.Test, _ => (double)number))];
        foreach (FoldPath path in cv.Recombine(spans, bySplit))
            Assert.Equal(path.Splits.SelectMany(s => Enumerable.Repeat((double)s, 10)), path.Predictions);
    }

    [Fact]
    public void Adjacent_test_groups_are_one_block_and_labels_between_distant_ones_stay()
    {
        Split[] splits = [.. new CombinatorialPurgedKFold(6, 2) { Embargo = Embargo.Observations(3) }.Split(LabelSpan.Horizon(60, 4))];
        Assert.Equal(Enumerable.Range(24, 36).Skip(3), splits[0].Train);
        Split apart = splits[4];
        Assert.Equal([.. Enumerable.Range(17, 29)], apart.Train);
        Assert.Equal([10, 11, 12, 13, 46, 47, 48, 49], apart.Purged);
        Assert.Equal([14, 15, 16], apart.Embargoed);
    }

    /// <summary>The expectations of skfolio's own test of optimal_folds_number.</summary>
    [Theory]
    [InlineData(10, 10, 1, 10, 9)]
    [InlineData(10, 2, 5, 3, 2)]
    [InlineData(100, 20, 10, 21, 20)]
    [InlineData(100, 5, 30, 6, 5)]
    [InlineData(1000, 300, 50, 26, 24)]
    public void Groups_for_wanted_paths_and_training_size(int observations, int paths, int trainSize, int groups, int tested)
    {
        CombinatorialPurgedKFold nearest = CombinatorialPurgedKFold.Nearest(observations, paths, trainSize);
        Assert.Equal((groups, tested), (nearest.Groups, nearest.TestGroups));
    }

    [Fact]
    public void Too_many_splits_are_refused() =>
        Assert.Contains("Lower groups", Assert.Throws<ArgumentException>(() => new CombinatorialPurgedKFold(30, 15)).Message);

    [Fact]
    public void The_usual_set_up_is_as_the_design_shows()
    {
        var cv = new CombinatorialPurgedKFold(groups: 6, testGroups: 2) { Embargo = Embargo.Fraction(0.01) };
        LabelSpans spans = LabelSpan.Horizon(observations: 1000, horizon: 10);
        Assert.All(LeakDetector.Inspect(spans, cv, Embargo.Fraction(0.01)), report => Assert.True(report.IsClean));
        // One block at the front: 334 tested, 10 purged and 10 embargoed after it.
        Assert.Equal((646, 334), (cv.Split(spans).First().Train.Length, cv.Split(spans).First().Test.Length));
    }
}
