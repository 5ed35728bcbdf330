namespace Fathom.Trees;

internal static class ClassPriors
{
    /// <summary>A class without rows starts at this probability rather than at zero, whose logarithm no model could leave.</summary>
    internal const double Smallest = 1e-9;
}
