namespace Fathom.Trees;

/// <inheritdoc cref="ClassificationCriterion.ErrorRate"/>
internal readonly struct ErrorRateImpurity : IClassImpurity
{
    public static double Impurity(ReadOnlySpan<double> perClass, double weight)
    {
        double most = 0;
        foreach (double share in perClass)
            most = Math.Max(most, share);
        return 1 - most / weight;
    }

    public static double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total, double weightLeft, double weightRight)
    {
        double mostLeft = 0, mostRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            mostLeft = Math.Max(mostLeft, left[i]);
            mostRight = Math.Max(mostRight, total[i] - left[i]);
        }
        return mostLeft + mostRight;
    }
}
