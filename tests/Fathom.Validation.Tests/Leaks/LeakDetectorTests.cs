namespace Fathom.Validation.Tests;

public class LeakDetectorTests
{
    /// <summary>Counted by hand against every pair, on splits that were drawn without regard to leaks.</summary>
    [Fact]
    public void Counts_what_a_comparison_of_all_pairs_counts()
    {
        var random = new Random(4);
        for (int round = 0; round < 1000; round++)
        {
            LabelSpans spans = RandomSpans.Draw(random, 40);
            int[] shuffled = [.. Enumerable.Range(0, 40)];
            random.Shuffle(shuffled);
            int[] train = shuffled[..25], test = shuffled[30..];
            int embargo = random.Next(0, 5);
            LeakReport report = LeakDetector.Inspect(spans, train, test, Embargo.Observations(embargo));
            bool Overlaps(int i) => test.Any(t => spans[t].Overlaps(spans[i]));
            Assert.Equal(train.Count(Overlaps), report.Overlapping);
            Assert.Equal(train.Count(i => !Overlaps(i) && test.Any(t => spans[i].Start >= spans[t].End && spans[i].Start < spans[t].End + embargo)), report.EmbargoBreaches);
        }
    }

    [Fact]
    public void A_split_made_wrong_on_purpose_is_caught_and_counted()
    {
        LabelSpans spans = LabelSpan.Horizon(observations: 1000, horizon: 20);
        LeakReport report = LeakDetector.Inspect(spans, [.. Enumerable.Range(0, 800)], [.. Enumerable.Range(800, 200)]);
        Assert.False(report.IsClean);
        Assert.Equal(20, report.Overlapping);
        Assert.StartsWith("Leak: 20 of 800 training labels overlap test labels. First: training label 780 [780, 801) overlaps test label 800 [800, 821).", report.ToString());
    }

    [Fact]
    public void Shuffled_folds_of_overlapping_labels_leak_nearly_everywhere()
    {
        LeakReport report = LeakDetector.Inspect(LabelSpan.Horizon(500, 20), new KFold(5) { Shuffle = true, Seed = 1 })[0];
        Assert.True(report.Overlapping > 0.98 * report.TrainLabels);
    }

    /// <summary>A port that sets the user's embargo to 0 is caught by naming the embargo.</summary>
    [Fact]
    public void A_forgotten_embargo_is_caught()
    {
        LabelSpans spans = LabelSpan.Horizon(100, 4);
        LeakReport report = LeakDetector.Inspect(spans, new PurgedKFold(5).Split(spans).First(), Embargo.Observations(6));
        Assert.Equal((0, 6), (report.Overlapping, report.EmbargoBreaches));
        Assert.Contains("6 of 76 training labels start within the embargo", report.ToString());
    }

    [Fact]
    public void A_label_that_does_not_exist_is_named() =>
        Assert.Contains("Label 10 does not exist", Assert.Throws<ArgumentException>(() => LeakDetector.Inspect(LabelSpan.Horizon(10, 0), [10], [1])).Message);

    [Fact]
    public void A_clean_split_says_so() =>
        Assert.StartsWith("No leak: none of 80", LeakDetector.Inspect(LabelSpan.Horizon(100, 0), new PurgedKFold(5))[0].ToString());
}
