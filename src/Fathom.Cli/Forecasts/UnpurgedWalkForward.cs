using Fathom.Validation;

namespace Fathom.Cli.Forecasts;

/// <summary>
/// Walk-forward made wrong on purpose: the training labels that reach into the test block stay. It shows what leakage does, and that it is noticed.
/// </summary>
/// <param name="right">The walk-forward split that purges.</param>
internal sealed class UnpurgedWalkForward(WalkForward right) : ISplitter
{
    /// <summary>The blocks a tournament tests, without purging.</summary>
    /// <param name="samples">Number of labels.</param>
    /// <param name="folds">Number of test blocks.</param>
    /// <param name="testFraction">Share of the labels that the blocks cover together.</param>
    public static UnpurgedWalkForward Blocks(int samples, int folds, double testFraction) =>
        new(WalkForward.Blocks(samples, folds, Math.Max(1, (int)(samples * testFraction) / folds)));

    public IEnumerable<Split> Split(LabelSpans spans) => right.Split(spans)
        .Select(split => split with { Train = [.. split.Train, .. split.Purged], Purged = [] });

    public int Count(LabelSpans spans) => right.Count(spans);
}
