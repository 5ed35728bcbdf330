using System.Globalization;
using Fathom.Validation;

namespace Fathom.Forecasting.Tests;

/// <summary>Splits made wrong on purpose, on every SPY return there is; the overlaps are counted one pair of labels at a time.</summary>
public class LeakTests
{
    private static readonly ForecastTask Task = new ReturnTask(20);
    private static readonly ForecastProblem Problem = Task.Build(SpyData.Repaired);

    [Fact]
    public void Five_blocks_without_purging()
    {
        int size = Problem.Count / 10;
        Split[] splits = [.. Enumerable.Range(5, 5).Select(block => new Split(Range(0, block * size), Range(block * size, (block + 1) * size)))];
        Assert.Equal(5 * 20, Caught(splits));
    }

    [Fact]
    public void Training_on_what_is_tested() => Assert.Equal(Problem.Count, Caught(new Split(Range(0, Problem.Count), Range(0, Problem.Count))));

    [Fact]
    public void A_random_split_of_overlapping_labels()
    {
        int[] order = Range(0, Problem.Count);
        new Random(4).Shuffle(order);
        // Nearly every training label has a tested one within 20 days of it, before or after.
        Assert.InRange(Caught(new Split(order[1000..], order[..1000])), 4700, Problem.Count - 1000);
    }

    [Fact]
    public void A_test_window_taken_from_the_end_of_its_first_label()
    {
        // The purge looks for overlaps from the first test label's end on, so labels that meet only its beginning stay.
        int[] test = Range(3000, 3500);
        int[] train = [.. Range(0, Problem.Count).Where(label => label + 20 <= 3000 + 20 - 1 && label < 3000 || label > 3499 + 20)];
        Assert.Equal(20, Caught(new Split(train, test)));
    }

    [Fact]
    public void The_splits_of_the_library_are_clean()
    {
        ISplitter[] splitters = [WalkForward.Blocks(Problem.Count, 4, 500), new PurgedKFold(5)];
        foreach (ISplitter splitter in splitters)
            Assert.DoesNotContain(Run([.. splitter.Split(Problem.Spans)]).Warnings, warning => warning.Kind == WarningKind.Leakage);
    }

    /// <summary>The number of overlaps by brute force, held against fold records, warning and verdict.</summary>
    private static int Caught(params Split[] splits)
    {
        int[] counts = [.. splits.Select(split => split.Train.Count(train => split.Test.Any(test => Problem.Spans[train].Overlaps(Problem.Spans[test]))))];
        int total = counts.Sum();
        TournamentResult result = Run(splits);
        Assert.Equal(counts, result.Folds.Select(fold => fold.Overlaps));
        TournamentWarning warning = Assert.Single(result.Warnings, warning => warning.Kind == WarningKind.Leakage);
        Assert.Equal(total, warning.Count);
        string count = total.ToString("N0", CultureInfo.InvariantCulture);
        Assert.StartsWith($"{count} training labels overlap test labels in {splits.Length} of {splits.Length} folds", warning.Message, StringComparison.Ordinal);
        Assert.Contains("Fold 1: the label made on ", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith("Purge the split: use WalkForward or PurgedKFold with these label spans.", warning.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Do not believe this: {count} training labels overlap test labels.", result.Verdict.Advice, StringComparison.Ordinal);
        return total;
    }

    private static TournamentResult Run(Split[] splits) =>
        new Tournament(Task, [new ZeroForecaster(), new RidgeForecaster()]) { Splitter = new Fixed(splits), Replications = 100 }
            .Run(SpyData.Raw, SpyData.Repaired, SpyData.Report, null, TestContext.Current.CancellationToken);

    private static int[] Range(int start, int end) => [.. Enumerable.Range(start, end - start)];
}
