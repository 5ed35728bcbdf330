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

    /// <summary>
    /// Labels from the beginning of one test block to that of the next: how often the model is refitted. Default <see cref="TestSize"/>, which tests every label
    /// once; less lets blocks overlap, more leaves labels between them untested.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not positive.</exception>
    public int? Stride
    {
        get;
        init => field = value is not int given || given >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), given, "A refit stride is at least one label.");
    }

    /// <summary>Labels at the beginning, in order of time, that no window uses; an expanding window is anchored there. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Anchor
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An anchor is a number of labels, at least 0.");
    }

    private int Step => Stride ?? TestSize;

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
        long left = (long)spans.Count - Anchor - TrainSize;
        return left <= 0 ? 0 : (int)((left + Step - 1) / Step);
    }

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        int count = Count(spans);
        Embargo.Check(spans);
        if (count == 0)
        {
            throw new ArgumentException(
                $"WalkForward: a training window of {TrainSize} labels{(Anchor > 0 ? $" from label {Anchor} on" : "")} leaves none of {spans.Count} to test. Use a trainSize below {Math.Max(0, spans.Count - Anchor)}.", nameof(spans));
        }

        return Enumerable.Range(0, count).Select(number =>
        {
            int testFrom = Anchor + TrainSize + number * Step;
            int trainFrom = Window == Window.Expanding ? Anchor : testFrom - TrainSize;
            return Purge.BeforeTest(spans, Groups.Slice(spans, trainFrom, testFrom), Groups.Slice(spans, testFrom, Math.Min(testFrom + TestSize, spans.Count)), Embargo,
                $"WalkForward, block {number + 1} of {count}");
        });
    }
}
