namespace Fathom.Validation;

/// <summary>
/// Scores in and out of sample as training sets grow: curves that meet at a poor score speak of bias, a gap that closes speaks for more data. The splits are the
/// splitter's own, purged as ever; of every training set the latest labels are used, as a shorter history would have them.
/// </summary>
public static class LearningCurve
{
    /// <summary>Computes the curve.</summary>
    /// <param name="spans">What every label is made from.</param>
    /// <param name="splitter">The rule that splits.</param>
    /// <param name="fractions">Shares of the training sets, each above 0 and at most 1.</param>
    /// <param name="fit">Trains on labels and returns what scores the fitted model on other labels.</param>
    /// <exception cref="ArgumentException">There are no shares, one is outside (0, 1], or the splitter cannot be applied.</exception>
    public static LearningCurvePoint[] Compute(LabelSpans spans, ISplitter splitter, IReadOnlyList<double> fractions, Func<int[], Func<int[], double>> fit)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        ArgumentNullException.ThrowIfNull(fractions);
        ArgumentNullException.ThrowIfNull(fit);
        if (fractions.Count == 0 || fractions.Any(f => !(f > 0 && f <= 1)))
            throw new ArgumentException("Give at least one share of the training set, each above 0 and at most 1, such as 0.1, 0.33, 1.", nameof(fractions));
        Split[] splits = [.. splitter.Split(spans)];
        return [.. fractions.Select(fraction =>
        {
            double[] train = new double[splits.Length], test = new double[splits.Length];
            double size = 0;
            for (int s = 0; s < splits.Length; s++)
            {
                int[] all = splits[s].Train;
                int[] used = all[^Math.Max(1, (int)(fraction * all.Length))..];
                Func<int[], double> score = fit(used);
                (train[s], test[s]) = (score(used), score(splits[s].Test));
                size += (double)used.Length / splits.Length;
            }

            return new LearningCurvePoint(fraction, size, train, test);
        })];
    }
}
