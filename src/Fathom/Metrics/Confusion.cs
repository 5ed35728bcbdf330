namespace Fathom.Metrics;

/// <summary>How many, by weight, were rightly and wrongly called positive and negative.</summary>
internal readonly record struct Confusion(double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    public double Precision => Ratio(TruePositives, FalsePositives);

    public double Recall => Ratio(TruePositives, FalseNegatives);

    public double Specificity => Ratio(TrueNegatives, FalsePositives);

    // As Keras, 0 where there is nothing to divide by.
    private static double Ratio(double part, double rest) => part == 0 ? 0 : part / (part + rest);
}
