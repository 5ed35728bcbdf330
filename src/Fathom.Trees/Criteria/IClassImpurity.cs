namespace Fathom.Trees;

/// <summary>The formulas of a criterion over weights per class.</summary>
internal interface IClassImpurity
{
    static abstract double Impurity(ReadOnlySpan<double> perClass, double weight);

    /// <summary>The negative sum of both children's weighted impurities, up to terms that no division changes.</summary>
    static abstract double Score(ReadOnlySpan<double> left, ReadOnlySpan<double> total, double weightLeft, double weightRight);
}
