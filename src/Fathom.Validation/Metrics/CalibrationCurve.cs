namespace Fathom.Validation;

/// <summary>Reliability of probabilities: what was claimed beside what happened, in bins; values agree with scikit-learn's calibration_curve.</summary>
public sealed class CalibrationCurve
{
    private CalibrationCurve(CalibrationBin[] bins) => Bins = bins;

    /// <summary>The bins that hold cases, by ascending probability.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Expected calibration error (Naeini, Cooper and Hauskrecht 2015): mean distance of claim and outcome over the bins, weighted by their cases; 0 is perfect.</summary>
    public double ExpectedCalibrationError =>
        Bins.Sum(b => b.Count * Math.Abs(b.MeanProbability - b.PositiveShare)) / Bins.Sum(b => (double)b.Count);

    /// <summary>Bins of equal width from 0 to 1; a probability on an edge belongs to the bin below.</summary>
    /// <param name="positive">Whether each case is positive.</param>
    /// <param name="probability">Probability of being positive, from 0 to 1.</param>
    /// <param name="bins">Number of bins, at least 1. Default 10.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a probability is outside [0, 1].</exception>
    public static CalibrationCurve EqualWidth(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return Compute(positive, probability, [.. Enumerable.Range(1, bins - 1).Select(i => i * (1.0 / bins))]);
    }

    /// <summary>Bins of nearly equal numbers of cases.</summary>
    /// <param name="positive">Whether each case is positive.</param>
    /// <param name="probability">Probability of being positive, from 0 to 1.</param>
    /// <param name="bins">Number of bins, at least 1. Default 10.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a probability is outside [0, 1].</exception>
    public static CalibrationCurve EqualCount(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ClassificationMetrics.CheckProbabilities(positive, probability);
        double[] sorted = probability.ToArray();
        Array.Sort(sorted);
        return Compute(positive, probability, [.. Enumerable.Range(1, bins - 1).Select(i =>
        {
            // In whole numbers, so that an edge that falls on a case is exactly that case's probability.
            (long at, long rest) = Math.DivRem((long)i * (sorted.Length - 1), bins);
            return rest == 0 ? sorted[at] : sorted[at] + (double)rest / bins * (sorted[at + 1] - sorted[at]);
        })]);
    }

    private static CalibrationCurve Compute(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability, double[] edges)
    {
        ClassificationMetrics.CheckProbabilities(positive, probability);
        var sums = new double[edges.Length + 1];
        int[] positives = new int[sums.Length], counts = new int[sums.Length];
        for (int i = 0; i < probability.Length; i++)
        {
            int low = 0, high = edges.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = edges[middle] < probability[i] ? (middle + 1, high) : (low, middle);
            }

            sums[low] += probability[i];
            positives[low] += positive[i] ? 1 : 0;
            counts[low]++;
        }

        return new CalibrationCurve([.. Enumerable.Range(0, sums.Length).Where(b => counts[b] > 0)
            .Select(b => new CalibrationBin(sums[b] / counts[b], (double)positives[b] / counts[b], counts[b]))]);
    }
}
