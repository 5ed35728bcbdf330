using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>Quality of scores or probabilities for two classes; values agree with scikit-learn. Decisions at a threshold are <see cref="Confusion"/>'s.</summary>
public static class ClassificationMetrics
{
    /// <summary>Area under the ROC curve: the chance that a positive scores above a negative, ties counting half.</summary>
    /// <param name="positive">Whether each case is positive; both kinds must occur.</param>
    /// <param name="score">Score of each case.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or one class is missing.</exception>
    public static double AreaUnderCurve(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score)
    {
        (double[] above, _) = Placements(positive, score);
        return SpanMath.Mean(above);
    }

    /// <summary>Area under the ROC curve with the confidence interval of DeLong, DeLong and Clarke-Pearson (1988), cut to [0, 1].</summary>
    /// <param name="positive">Whether each case is positive; both kinds must occur at least twice.</param>
    /// <param name="score">Score of each case.</param>
    /// <param name="level">Confidence level. Default 0.95.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or a class has fewer than two members.</exception>
    public static Interval AreaUnderCurveInterval(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score, double level = 0.95)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1; 0.95 is usual.");
        (double[] above, double[] below) = Placements(positive, score);
        if (above.Length < 2 || below.Length < 2)
            throw new ArgumentException("An interval needs two cases of each class.", nameof(positive));
        double area = SpanMath.Mean(above);
        double variance = SpanMath.SumOfSquares(above, area) / (above.Length - 1) / above.Length
            + SpanMath.SumOfSquares(below, SpanMath.Mean(below)) / (below.Length - 1) / below.Length;
        double margin = Normal.InvCDF(0, 1, (1 + level) / 2) * Math.Sqrt(variance);
        return new Interval(Math.Max(0, area - margin), Math.Min(1, area + margin), area, level);
    }

    /// <summary>Average precision: precision weighted by the gain in recall, over descending thresholds.</summary>
    /// <param name="positive">Whether each case is positive; both kinds must occur.</param>
    /// <param name="score">Score of each case.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is NaN, or one class is missing.</exception>
    public static double AveragePrecision(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score)
    {
        int positives = CheckClasses(positive, score);
        double[] sorted = score.ToArray();
        bool[] flags = positive.ToArray();
        Array.Sort(sorted, flags);
        double sum = 0, found = 0, seen = 0;
        for (int i = sorted.Length - 1; i >= 0;)
        {
            double before = found, value = sorted[i];
            for (; i >= 0 && sorted[i] == value; i--)
            {
                seen++;
                found += flags[i] ? 1 : 0;
            }

            sum += (found - before) / positives * (found / seen);
        }

        return sum;
    }

    /// <summary>Brier score: mean squared difference of probability and outcome; 0 is perfect.</summary>
    /// <param name="positive">Whether each case is positive.</param>
    /// <param name="probability">Probability of being positive, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a probability is outside [0, 1].</exception>
    public static double Brier(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability)
    {
        CheckProbabilities(positive, probability);
        double sum = 0;
        for (int i = 0; i < probability.Length; i++)
        {
            double error = probability[i] - (positive[i] ? 1 : 0);
            sum += error * error;
        }

        return sum / probability.Length;
    }

    /// <summary>Logarithmic loss: mean of −ln of the probability given to what happened. Probabilities are kept 2⁻⁵² away from 0 and 1.</summary>
    /// <param name="positive">Whether each case is positive.</param>
    /// <param name="probability">Probability of being positive, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero, or a probability is outside [0, 1].</exception>
    public static double LogLoss(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability)
    {
        CheckProbabilities(positive, probability);
        const double edge = 1.0 / (1L << 52);
        double sum = 0;
        for (int i = 0; i < probability.Length; i++)
        {
            double p = Math.Clamp(probability[i], edge, 1 - edge);
            sum -= Math.Log(positive[i] ? p : 1 - p);
        }

        return sum / probability.Length;
    }

    internal static void Check(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score)
    {
        if (positive.Length != score.Length)
            throw new ArgumentException($"There are {positive.Length} cases but {score.Length} scores: give one of each.", nameof(score));
        if (score.IsEmpty)
            throw new ArgumentException("There are no cases.", nameof(score));
        for (int i = 0; i < score.Length; i++)
        {
            if (double.IsNaN(score[i]))
                throw new ArgumentException($"score[{i}] is NaN: leave out cases without a score.", nameof(score));
        }
    }

    internal static void CheckProbabilities(ReadOnlySpan<bool> positive, ReadOnlySpan<double> probability)
    {
        Check(positive, probability);
        for (int i = 0; i < probability.Length; i++)
        {
            if (probability[i] is < 0 or > 1)
                throw new ArgumentException($"probability[{i}] is {probability[i]}: probabilities lie from 0 to 1. Are these scores?", nameof(probability));
        }
    }

    private static int CheckClasses(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score)
    {
        Check(positive, score);
        int positives = positive.Count(true);
        if (positives == 0 || positives == positive.Length)
            throw new ArgumentException($"All {positive.Length} cases are {(positives == 0 ? "negative" : "positive")}: ranking needs both kinds.", nameof(positive));
        return positives;
    }

    /// <summary>Per positive, the share of negatives it scores above; per negative, the share of positives that score above it; ties count half.</summary>
    private static (double[] Above, double[] Below) Placements(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score)
    {
        int positives = CheckClasses(positive, score), negatives = positive.Length - positives;
        double[] sorted = score.ToArray();
        bool[] flags = positive.ToArray();
        Array.Sort(sorted, flags);
        double[] above = new double[positives], below = new double[negatives];
        int p = 0, n = 0;
        for (int from = 0; from < sorted.Length;)
        {
            int to = from, tiedPositives = 0;
            for (; to < sorted.Length && sorted[to] == sorted[from]; to++)
                tiedPositives += flags[to] ? 1 : 0;
            int tiedNegatives = to - from - tiedPositives;
            Array.Fill(above, (n + tiedNegatives / 2.0) / negatives, p, tiedPositives);
            Array.Fill(below, (positives - p - tiedPositives / 2.0) / positives, n, tiedNegatives);
            (p, n, from) = (p + tiedPositives, n + tiedNegatives, to);
        }

        return (above, below);
    }
}
