namespace Fathom.Validation;

/// <summary>
/// Walk-forward validation by time instead of by count: the model is refitted at the instants of a rule, trains on the labels that start within a length of
/// time before, and is tested on the labels that start from there up to the next instant. Training labels that reach into the test block are purged.
/// Needs label spans with times (<see cref="LabelSpan.FromTimes"/>). A block without labels is passed over.
/// </summary>
/// <example><code>
/// var walk = new CalendarWalkForward(TimeSpan.FromDays(3 * 365), CalendarRule.WeekdayOfMonth(3, DayOfWeek.Friday));
/// </code></example>
public sealed record CalendarWalkForward : ISplitter
{
    /// <summary>Creates the rule.</summary>
    /// <param name="trainLength">Length of the training window, and the history that the first refit needs; positive.</param>
    /// <param name="refit">When the model is refitted and a new test block begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public CalendarWalkForward(TimeSpan trainLength, CalendarRule refit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(trainLength, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(refit);
        (TrainLength, Refit) = (trainLength, refit);
    }

    /// <summary>Length of the training window before purging; with <see cref="Window.Expanding"/> of the first one.</summary>
    public TimeSpan TrainLength { get; }

    /// <summary>When a new test block begins.</summary>
    public CalendarRule Refit { get; }

    /// <summary>What the training window does as the test moves on. Default <see cref="Window.Rolling"/>.</summary>
    public Window Window { get; init; }

    /// <summary>First instant that any window may use; labels that start earlier are left out. Default: the first label's start.</summary>
    public DateTime? Anchor { get; init; }

    /// <summary>Distance kept before the test block: a training label must end at least that long before the first test label starts. Default none.</summary>
    public Embargo Embargo { get; init; }

    /// <inheritdoc />
    public int Count(LabelSpans spans) => Blocks(spans).Count;

    /// <inheritdoc />
    public IEnumerable<Split> Split(LabelSpans spans)
    {
        List<(int TrainFrom, int TestFrom, int TestTo)> blocks = Blocks(spans);
        Embargo.Check(spans);
        if (blocks.Count == 0)
        {
            DateTime first = new(spans[spans.Order[0]].Start), last = new(spans[spans.Order[^1]].Start);
            throw new ArgumentException(
                $"CalendarWalkForward: no refit ({Refit}) has {TrainLength.TotalDays:0.##} days of history and a label after it; the labels start from {first:s} to {last:s}. Use a shorter trainLength or a more frequent refit.", nameof(spans));
        }

        return blocks.Select((b, number) => Purge.BeforeTest(spans, Groups.Slice(spans, b.TrainFrom, b.TestFrom), Groups.Slice(spans, b.TestFrom, b.TestTo), Embargo,
            $"CalendarWalkForward, block {number + 1} of {blocks.Count}"));
    }

    /// <summary>Positions in the order of time where windows and blocks begin.</summary>
    private List<(int TrainFrom, int TestFrom, int TestTo)> Blocks(LabelSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        if (!spans.IsTime)
            throw new ArgumentException("CalendarWalkForward needs label spans with times, but these are observation indexes. Use WalkForward or LabelSpan.FromTimes.", nameof(spans));
        long[] starts = [.. spans.Order.Select(i => spans[i].Start)];
        long anchor = Math.Max(starts[0], Anchor?.Ticks ?? starts[0]);
        List<(int, int, int)> blocks = [];
        if (anchor > starts[^1] - TrainLength.Ticks)
            return blocks;

        DateTime[] cuts = [.. Refit.Between(new DateTime(anchor + TrainLength.Ticks), new DateTime(starts[^1]))];
        for (int c = 0; c < cuts.Length; c++)
        {
            int testFrom = Position(cuts[c].Ticks), testTo = c + 1 < cuts.Length ? Position(cuts[c + 1].Ticks) : starts.Length;
            int trainFrom = Position(Window == Window.Expanding ? anchor : Math.Max(anchor, cuts[c].Ticks - TrainLength.Ticks));
            if (testTo > testFrom)
                blocks.Add((trainFrom, testFrom, testTo));
        }

        return blocks;

        int Position(long time)
        {
            int low = 0, high = starts.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = starts[middle] < time ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
