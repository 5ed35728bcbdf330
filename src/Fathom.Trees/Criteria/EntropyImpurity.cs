namespace Fathom.Trees;

/// <inheritdoc cref="ClassificationCriterion.Entropy"/>
internal readonly struct EntropyImpurity : IClassImpurity
{
    public static double Impurity(ReadOnlySpan<double> perClass, double weight)
    {
        double entropy = 0;
        foreach (double share in perClass)
        {
            if (share > 0)
                entropy -= share / weight * Math.Log2(share / weight);
        }
        return entropy;
    }

    public static double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total, double weightLeft, double weightRight)
    {
        double score = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double inLeft = left[i], inRight = total[i] - inLeft;
            if (inLeft > 0)
                score += inLeft * Math.Log2(inLeft / weightLeft);
            if (inRight > 0)
                score += inRight * Math.Log2(inRight / weightRight);
        }
        return score;
    }
}
