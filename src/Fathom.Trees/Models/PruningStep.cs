namespace Fathom.Trees;

/// <summary>One step of cost-complexity pruning: what is left of a tree once its weakest question is gone.</summary>
/// <param name="Alpha">The price per leaf at which the smaller tree is as good as the larger one.</param>
/// <param name="Impurity">The weighted mean of the leaves' impurity, R(T).</param>
/// <param name="Leaves">The number of leaves.</param>
public readonly record struct PruningStep(double Alpha, double Impurity, int Leaves);
