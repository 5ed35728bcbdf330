using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>Turns the splits of a splitter into folds: inner validation slice, leak inspection, the record for the report.</summary>
internal sealed class FoldBuilder(ForecastProblem problem, double validationFraction)
{
    private const int LeastTrain = 60;

    public SplitFold[] Build(ISplitter splitter)
    {
        Split[] splits;
        try
        {
            splits = [.. splitter.Split(problem.Spans)];
        }
        catch (ArgumentException error)
        {
            throw new ForecastException($"The series cannot be split: {error.Message}", $"series '{problem.Series.Name}', {problem.Count} samples",
                "Give a longer series or ask for fewer folds.", error);
        }

        var tested = new HashSet<int>();
        foreach (int sample in splits.SelectMany(split => split.Test))
        {
            if (!tested.Add(sample))
            {
                throw new ForecastException($"The split tests the label of {SeriesChecks.Show(problem.OriginTime(sample))} twice.", "splitter",
                    "Use a splitter whose test sets do not overlap, such as WalkForward or PurgedKFold.");
            }
        }

        return [.. splits.OrderBy(split => split.Test.Min()).Select((split, index) => Build(split, index + 1))];
    }

    private SplitFold Build(Split split, int number)
    {
        int[] train = Sorted(split.Train), test = Sorted(split.Test);
        if (train.Length < LeastTrain)
        {
            throw new ForecastException($"Fold {number} has {train.Length} training labels, which is too few to fit anything; {LeastTrain} is the least.",
                $"series '{problem.Series.Name}', {problem.Count} samples", "Give a longer series, ask for fewer folds or set a smaller test fraction.");
        }

        int[] validation = train[^Math.Max(1, (int)(train.Length * validationFraction))..];
        long start = problem.Spans[validation[0]].Start;
        int[] fit = Array.FindAll(train, sample => problem.Spans[sample].End <= start);
        if (fit.Length < LeastTrain / 2)
        {
            throw new ForecastException($"Fold {number} leaves {fit.Length} training labels beside its validation slice.", $"horizon {problem.Task.Horizon}, {train.Length} training labels",
                "Use a shorter horizon, a longer series or fewer folds.");
        }

        LeakReport leaks = LeakDetector.Inspect(problem.Spans, train, test);
        var roles = new FoldRole?[problem.Count];
        Mark(roles, split.Purged, FoldRole.Purge);
        Mark(roles, split.Embargoed, FoldRole.Embargo);
        Mark(roles, train, FoldRole.Purge); // What is neither fitted on nor validated with was purged before the validation slice.
        Mark(roles, fit, FoldRole.Train);
        Mark(roles, validation, FoldRole.Validation);
        Mark(roles, test, FoldRole.Test);
        return new SplitFold(new TrainingFold(number, train, fit, validation), test, new FoldRecord(number, Segments(roles), leaks.Overlapping), leaks);
    }

    private static void Mark(FoldRole?[] roles, int[] samples, FoldRole role)
    {
        foreach (int sample in samples)
            roles[sample] = role;
    }

    private List<FoldSegment> Segments(FoldRole?[] roles)
    {
        var segments = new List<FoldSegment>();
        for (int start = 0, end; start < roles.Length; start = end)
        {
            for (end = start + 1; end < roles.Length && roles[end] == roles[start];)
                end++;
            if (roles[start] is { } role)
                segments.Add(new FoldSegment(role, start, end, problem.OriginTime(start), problem.OriginTime(end - 1)));
        }

        return segments;
    }

    private static int[] Sorted(int[] samples)
    {
        int[] sorted = [.. samples];
        Array.Sort(sorted);
        return sorted;
    }
}
