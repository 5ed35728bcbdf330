namespace Fathom.Validation;

/// <summary>Counts of a two-class decision, and the rates that follow from them. Rates whose denominator is zero are 0, as in scikit-learn.</summary>
/// <param name="TruePositives">Positives called positive.</param>
/// <param name="FalsePositives">Negatives called positive.</param>
/// <param name="TrueNegatives">Negatives called negative.</param>
/// <param name="FalseNegatives">Positives called negative.</param>
public readonly record struct Confusion(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>Share of right calls.</summary>
    public double Accuracy => Share((double)TruePositives + TrueNegatives, (double)TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    /// <summary>Share of positives among those called positive.</summary>
    public double Precision => Share(TruePositives, (double)TruePositives + FalsePositives);

    /// <summary>Share of positives that were called positive; sensitivity.</summary>
    public double Recall => Share(TruePositives, (double)TruePositives + FalseNegatives);

    /// <summary>Share of negatives that were called negative.</summary>
    public double Specificity => Share(TrueNegatives, (double)TrueNegatives + FalsePositives);

    /// <summary>Mean of recall and specificity.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double F1 => Share(2.0 * TruePositives, 2.0 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Matthews's correlation coefficient (1975), from −1 to 1.</summary>
    public double MatthewsCorrelation => Share((double)TruePositives * TrueNegatives - (double)FalsePositives * FalseNegatives,
        Math.Sqrt((double)TruePositives + FalsePositives) * Math.Sqrt((double)TruePositives + FalseNegatives)
        * Math.Sqrt((double)TrueNegatives + FalsePositives) * Math.Sqrt((double)TrueNegatives + FalseNegatives));

    /// <summary>Counts the calls that a threshold makes.</summary>
    /// <param name="positive">Whether each case is positive.</param>
    /// <param name="score">Score of each case.</param>
    /// <param name="threshold">Smallest score that is called positive. Default 0.5.</param>
    /// <exception cref="ArgumentException">The lengths differ or are zero.</exception>
    public static Confusion At(ReadOnlySpan<bool> positive, ReadOnlySpan<double> score, double threshold = 0.5)
    {
        ClassificationMetrics.Check(positive, score);
        int tp = 0, fp = 0, tn = 0, fn = 0;
        for (int i = 0; i < score.Length; i++)
        {
            bool called = score[i] >= threshold;
            tp += called && positive[i] ? 1 : 0;
            fp += called && !positive[i] ? 1 : 0;
            tn += !called && !positive[i] ? 1 : 0;
            fn += !called && positive[i] ? 1 : 0;
        }

        return new Confusion(tp, fp, tn, fn);
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
