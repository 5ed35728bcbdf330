namespace Fathom.Trees;

/// <summary>The mean prediction as two columns vary together: partial dependence in two dimensions.</summary>
/// <param name="Columns">The columns that vary.</param>
/// <param name="FirstValues">What the first is set to; for categories the codes of the levels.</param>
/// <param name="SecondValues">What the second is set to.</param>
/// <param name="Average">The mean predictions: shape (first values, second values).</param>
public sealed record DependenceSurface((int First, int Second) Columns, IReadOnlyList<double> FirstValues, IReadOnlyList<double> SecondValues, double[,] Average);
