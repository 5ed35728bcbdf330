namespace Fathom.Validation;

/// <summary>
/// Combinatorial purged cross-validation (López de Prado 2018, chapter 12): the labels form N contiguous groups in order of time, and every choice of
/// k groups is tested once, which gives C(N, k) splits and φ = C(N − 1, k − 1) complete backtest paths.
/// </summary>
/// <example><code>
/// var cv = new CombinatorialPurgedKFold(groups: 6, testGroups: 2) { Embargo = Embargo.Fraction(0.01) };   // 15 splits, 5 paths
/// </code></example>
public sealed record CombinatorialPurgedKFold : ISplitter
{
    /// <summary>The largest number of splits a set-up may have.</summary>
    public const int MaximumSplits = 100_000;

    /// <summary>Creates the rule.</summary>
    /// <param name="groups">Number of groups N, at least 2.</param>
    /// <param name="testGroups">Groups tested together k, from 1 to N − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    /// <exception cref="ArgumentException">There would be more than <see cref="MaximumSplits"/> splits.</exception>
    public CombinatorialPurgedKFold(int groups, int testGroups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(testGroups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(testGroups, groups);
        double splits = Combinations.Count(groups, testGroups);
        if (splits > MaximumSplits)
        {
            throw new ArgumentException(
                $"{groups} groups taken {testGroups} at a time give {splits:N0} splits; at most {MaximumSplits:N0} are allowed. Lower groups, or bring testGroups nearer to 1 or to groups − 1.");
        }

        (Groups, TestGroups, SplitCount) = (groups, testGroups, (int)splits);
    }

    /// <summary>
    /// The set-up whose number of paths and mean training size come nearest to those wanted: the least sum of both relative deviations (as skfolio's
    /// optimal_folds_number), found by trying all
    /// pairs with at most <see cref="MaximumSplits"/> splits and at least two test groups. Purge and embargo are not counted.
    /// </summary>
    /// <param name="observations">Number of labels, at least 3.</param>
    /// <param name="paths">Backtest paths wanted, at least 1.</param>
    /// <param name="trainSize">Training labels wanted per split, from 1 to <paramref name="observations"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static CombinatorialPurgedKFold Nearest(int observations, int paths, int trainSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(paths, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trainSize, observations);
        (double Cost, int Groups, int Tested) best = (double.PositiveInfinity, 0, 0);
        // From 448 groups on, choosing two of them gives more splits than allowed; choosing all but one gives n paths and hardly any training labels.
        for (int n = 3; n <= Math.Min(observations, 447); n++)
        {
            for (int k = 2; k < n; k++)
            {
                double splits = Combinations.Count(n, k);
                if (splits > MaximumSplits)
                    continue;
                double cost = Math.Abs(splits * k / n - paths) / paths + Math.Abs((double)observations / n * (n - k) - trainSize) / trainSize;
                if (cost < best.Cost)
                    best = (cost, n, k);
            }
        }

        return new CombinatorialPurgedKFold(best.Groups, best.Tested);
    }

    /// <summary>Number of groups N.</summary>
    public int Groups { get; }

    /// <summary>Groups tested together k.</summary>
    public int TestGroups { get; }

    /// <summary>Number of splits, C(N, k).</summary>
    public int SplitCount { get; }

    /// <summary>Number of backtest paths, φ = C(N, k)·k/N: how often every group is tested.</summary>
    public int PathCount => (int)((long)SplitCount * TestGroups / Groups);

    /// <summary>Embargo after every block of adjacent test groups. Default none.</summary>
    public Embargo Embargo { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => SplitCount;

    /// <summary>The groups that each split tests, both numbered from 0; splits in lexicographic order, as in the book's figure 12.1.</summary>
    public int[][] TestedGroups() => [.. Combinations.All(Groups, TestGroups)];

    /// <summary>The label numbers of every group, in order of time.</summary>
    /// <param name="spans">What every label is made from.</param>
    public int[][] GroupLabels(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        Validation.Groups.Check(nameof(CombinatorialPurgedKFold), spans.Count, Groups);
        return [.. Enumerable.Range(0, Groups).Select(g =>
            Validation.Groups.Slice(spans, Validation.Groups.Start(spans.Count, Groups, g), Validation.Groups.Start(spans.Count, Groups, g + 1)))];
    }

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        int[][] groups = GroupLabels(spans);
        Embargo.Check(spans);
        return Combinations.All(Groups, TestGroups).Select((tested, number) =>
        {
            var isTested = new bool[Groups];
            foreach (int g in tested)
                isTested[g] = true;
            int[] test = [.. groups.Where((_, g) => isTested[g]).SelectMany(labels => labels)];
            int[] rest = [.. groups.Where((_, g) => !isTested[g]).SelectMany(labels => labels)];
            return Purge.Apply(spans, rest, test, Embargo, $"CombinatorialPurgedKFold, split {number + 1} of {SplitCount}");
        });
    }

    /// <summary>
    /// The backtest paths: <c>Paths()[p][g]</c> is the number (from 0) of the split whose predictions serve group g on path p,
    /// namely the p-th split that tests g.
    /// </summary>
    public int[][] Paths()
    {
        var paths = new int[PathCount][];
        for (int p = 0; p < paths.Length; p++)
            paths[p] = new int[Groups];
        var seen = new int[Groups];
        int split = 0;
        foreach (int[] tested in Combinations.All(Groups, TestGroups))
        {
            foreach (int g in tested)
                paths[seen[g]++][g] = split;
            split++;
        }

        return paths;
    }

    /// <summary>Joins the test predictions of all splits into complete paths.</summary>
    /// <param name="spans">The spans given to <see cref="Split"/>.</param>
    /// <param name="predictions">Per split, one prediction per test label, in the order of <see cref="Split.Test"/>.</param>
    /// <returns>The paths; each holds one prediction for every label, by label number.</returns>
    /// <exception cref="ArgumentException">The number of splits or of predictions does not fit.</exception>
    public FoldPath[] Recombine(LabelSpans spans, IReadOnlyList<double[]> predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int[][] groups = GroupLabels(spans);
        int[][] tested = TestedGroups();
        if (predictions.Count != SplitCount)
            throw new ArgumentException($"There are {SplitCount} splits but predictions of {predictions.Count}: give one array per split.", nameof(predictions));

        return [.. Paths().Select((splits, number) =>
        {
            var joined = new double[spans.Count];
            for (int g = 0; g < Groups; g++)
            {
                int split = splits[g];
                int expected = tested[split].Sum(t => groups[t].Length);
                if (predictions[split].Length != expected)
                    throw new ArgumentException($"Split {split} tests {expected} labels but has {predictions[split].Length} predictions.", nameof(predictions));
                int offset = tested[split].TakeWhile(t => t < g).Sum(t => groups[t].Length);
                for (int i = 0; i < groups[g].Length; i++)
                    joined[groups[g][i]] = predictions[split][offset + i];
            }

            return new FoldPath(number, splits, joined);
        })];
    }
}
