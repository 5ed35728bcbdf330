namespace Fathom.Trees;

/// <inheritdoc cref="ClassificationCriterion.Gini"/>
internal readonly struct GiniImpurity : IClassImpurity
{
    public static double Impurity(ReadOnlySpan<double> perClass, double weight)
    {
        double squares = 0;
        foreach (double share in perClass)
            squares += share * share;
        return 1 - squares / (weight * weight);
    }

    public static double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total, double weightLeft, double weightRight)
    {
        double squaresLeft = 0, squaresRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double inLeft = left[i], inRight = total[i] - inLeft;
            squaresLeft += inLeft * inLeft;
            squaresRight += inRight * inRight;
        }
        return squaresLeft / weightLeft + squaresRight / weightRight;
    }
}
