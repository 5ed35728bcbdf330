namespace Fathom.Validation.Tests;

/// <summary>What purged splitters promise, held against a comparison of all pairs over 10,000 sets of random spans: unsorted, of variable length, with equal starts.</summary>
public class PurgingPropertyTests
{
    private const int Sets = 10_000;

    [Fact]
    public void A_label_is_dropped_if_and_only_if_it_overlaps_a_test_label_or_starts_under_the_embargo()
    {
        ForEachSet(17, (spans, random, embargo) =>
        {
            foreach (Split split in Splitter(random, embargo).Split(spans))
            {
                var place = new int[spans.Count];
                Mark(place, split.Train, 1);
                Mark(place, split.Test, 2);
                Mark(place, split.Purged, 3);
                Mark(place, split.Embargoed, 4);
                for (int i = 0; i < place.Length; i++)
                {
                    if (place[i] == 2)
                        continue;
                    bool overlaps = false, waits = false;
                    foreach (int t in split.Test)
                    {
                        overlaps |= spans[t].Start < spans[i].End && spans[i].Start < spans[t].End;
                        waits |= spans[t].End <= spans[i].Start && spans[i].Start < spans[t].End + embargo;
                    }

                    if (place[i] != (overlaps ? 3 : waits ? 4 : 1))
                        Assert.Fail($"Label {i} {spans[i]} is {place[i]}, overlaps {overlaps}, under the embargo {waits}.");
                }
            }
        });

        static void Mark(int[] place, int[] labels, int mark)
        {
            foreach (int i in labels)
            {
                if (place[i] != 0)
                    Assert.Fail($"Label {i} is in two sets.");
                place[i] = mark;
            }
        }
    }

    [Fact]
    public void Every_group_is_tested_as_often_as_there_are_paths_and_every_path_covers_every_label_once()
    {
        ForEachSet(18, (spans, random, embargo) =>
        {
            var cv = new CombinatorialPurgedKFold(random.Next(3, 6), 2) { Embargo = Embargo.Observations(embargo) };
            Split[] splits = [.. cv.Split(spans)];
            var tested = new int[spans.Count];
            foreach (int i in splits.SelectMany(s => s.Test))
                tested[i]++;
            FoldPath[] paths = cv.Recombine(spans, [.. splits.Select(s => Array.ConvertAll(s.Test, i => (double)i))]);
            if (tested.Any(count => count != cv.PathCount) || paths.Length != cv.PathCount || paths.Any(p => p.Predictions.Where((v, i) => v != i).Any()))
                Assert.Fail($"{cv} over {spans.Count} labels.");
        });
    }

    [Fact]
    public void A_longer_horizon_or_embargo_never_enlarges_the_training_set()
    {
        ForEachSet(19, (spans, random, embargo) =>
        {
            int seed = random.Next();
            LabelSpans longer = LabelSpan.FromIndexes([.. spans.Select(s => (int)s.Start)], [.. spans.Select(s => (int)s.End + 1)]);
            int[][] Train(LabelSpans all, int wait) => [.. Splitter(new Random(seed), wait).Split(all).Select(s => s.Train)];
            int[][] before = Train(spans, embargo), delayed = Train(spans, embargo + 1), stretched = Train(longer, embargo);
            for (int k = 0; k < before.Length; k++)
            {
                if (delayed[k].Except(before[k]).Any() || stretched[k].Except(before[k]).Any())
                    Assert.Fail($"Split {k} gained training labels.");
            }
        });
    }

    [Fact]
    public void Without_horizon_and_embargo_purging_changes_nothing()
    {
        var random = new Random(20);
        for (int set = 0; set < Sets; set++)
        {
            int[] start = [.. Enumerable.Range(0, random.Next(20, 31))];
            random.Shuffle(start);
            LabelSpans spans = LabelSpan.FromIndexes(start, [.. start.Select(s => s + 1)]);
            int folds = random.Next(2, 6);
            if (!new PurgedKFold(folds).Split(spans).Zip(new KFold(folds).Split(spans)).All(p => p.First.Train.AsSpan().SequenceEqual(p.Second.Train) && p.First.Test.AsSpan().SequenceEqual(p.Second.Test)))
                Assert.Fail($"{folds} folds of {spans.Count} labels.");
        }
    }

    /// <summary>Long spans leave nothing to train on in some sets; then the splitter says so instead of giving an empty set.</summary>
    [Fact]
    public void An_impossible_set_up_throws_and_never_gives_an_empty_training_set()
    {
        var random = new Random(21);
        int refused = 0, possible = 0;
        for (int set = 0; set < Sets; set++)
        {
            int[] start = [.. Enumerable.Range(0, 20).Select(_ => random.Next(60))];
            LabelSpans spans = LabelSpan.FromIndexes(start, [.. start.Select(s => s + 1 + random.Next(40))]);
            try
            {
                foreach (Split split in Splitter(random, random.Next(0, 10)).Split(spans))
                    Assert.NotEmpty(split.Train);
                possible++;
            }
            catch (ArgumentException e)
            {
                Assert.Contains("no training label is left", e.Message);
                refused++;
            }
        }

        Assert.True(refused > 1000 && possible > 100, $"{refused} refused, {possible} possible");
    }

    private static ISplitter Splitter(Random random, int embargo) => random.Next(2) == 0
        ? new PurgedKFold(random.Next(3, 6)) { Embargo = Embargo.Observations(embargo) }
        : new CombinatorialPurgedKFold(random.Next(4, 6), 2) { Embargo = Embargo.Observations(embargo) };

    private static void ForEachSet(int seed, Action<LabelSpans, Random, int> body)
    {
        var random = new Random(seed);
        for (int set = 0; set < Sets; set++)
        {
            int n = random.Next(24, 34), longest = random.Next(1, 6);
            int[] start = [.. Enumerable.Range(0, n).Select(_ => random.Next(4 * n))];
            body(LabelSpan.FromIndexes(start, [.. start.Select(s => s + 1 + random.Next(longest))]), random, random.Next(0, 4));
        }
    }
}
