namespace Fathom.Validation;

/// <summary>
/// Walk-forward validation: train on the labels before a test block, test on the block, move on by the length of the block.
/// Training labels that reach into the test block are purged from the window.
/// </summary>
/// <example><code>
/// var walk = new WalkForward(trainSize: 500, testSize: 50) { Window = Window.Expanding };
/// var five = WalkForward.Blocks(observations: 1000, blocks: 5, testSize: 100);        // the last 500 labels, tested in five blocks
/// </code></example>
public sealed record WalkForward : ISplitter
{
    /// <summary>Creates the rule.</summary>
    /// <param name="trainSize">Labels in the first training window (in every one, when rolling), purged ones included; at least 1.</param>
    /// <param name="testSize">Labels in a test block; at least 1. The last block is shorter where the labels run out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public WalkForward(int trainSize, int testSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testSize, 1);
        (TrainSize, TestSize) = (trainSize, testSize);
    }

    /// <summary>Labels in the first training window, before purging.</summary>
    public int TrainSize { get; }

    /// <summary>Labels in a test block.</summary>
    public int TestSize { get; }

    /// <summary>What the training window does as the test moves on. Default <see cref="Window.Rolling"/>.</summary>
    public Window Window { get; init; }

    /// <summary>
    /// Distance kept between training and test. Training lies wholly before the test here, so the embargo is laid before the test block:
    /// a training label must end at least that long before the first test label starts. Default none.
    /// </summary>
    public Embargo Embargo { get; init; }

    /// <summary>Expanding windows that test the last part of the labels in a number of equal blocks.</summary>
    /// <param name="observations">Number of labels.</param>
    /// <param name="blocks">Number of test blocks, at least 1.</param>
    /// <param name="testSize">Labels in a test block, at least 1.</param>
    /// <exception cref="ArgumentException">The test blocks leave nothing to train on.</exception>
    public static WalkForward Blocks(int observations, int blocks, int testSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testSize, 1);
        long tested = (long)blocks * testSize;
        if (tested >= observations)
        {
            throw new ArgumentException(
                $"{blocks} test blocks of {testSize} labels use up all {observations} labels and leave none to train on. Use fewer or shorter blocks.");
        }

        return new WalkForward((int)(observations - tested), testSize) { Window = Window.Expanding };
    }

    /// <inheritdoc />
    public int Count(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        return spans.Count <= TrainSize ? 0 : (spans.Count - TrainSize + TestSize - 1) / TestSize;
    }

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        int count = Count(spans);
        Embargo.Check(spans);
        if (count == 0)
        {
            throw new ArgumentException(
                $"WalkForward: a training window of {TrainSize} labels leaves none of {spans.Count} to test. Use a trainSize below {spans.Count}.", nameof(spans));
        }

        return Enumerable.Range(0, count).Select(number => Cut(spans, number, count));
    }

    private Split Cut(LabelSpans spans, int number, int count)
    {
        int testFrom = TrainSize + number * TestSize;
        int testTo = Math.Min(testFrom + TestSize, spans.Count);
        int trainFrom = Window == Window.Expanding ? 0 : testFrom - TrainSize;
        int[] test = Groups.Slice(spans, testFrom, testTo);
        int[] window = Groups.Slice(spans, trainFrom, testFrom);
        string name = $"WalkForward, block {number + 1} of {count}";
        Split purged = Purge.Apply(spans, window, test, Embargo.None, name);

        long clear = Embargo.ClearUntil(spans, spans[test[0]].Start);
        int[] train = Array.FindAll(purged.Train, label => spans[label].End <= clear);
        int[] embargoed = Array.FindAll(purged.Train, label => spans[label].End > clear);
        if (train.Length == 0)
        {
            throw new ArgumentException(
                $"{name}: the embargo ({Embargo}) leaves none of {window.Length} training labels. Use a shorter embargo or a larger trainSize.", nameof(spans));
        }

        return purged with { Train = train, Embargoed = embargoed };
    }
}
