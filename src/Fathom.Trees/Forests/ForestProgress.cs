namespace Fathom.Trees;

/// <summary>Progress: another tree of a forest is grown.</summary>
/// <param name="Grown">The number of trees grown so far.</param>
/// <param name="Trees">The number of trees asked for.</param>
public readonly record struct ForestProgress(int Grown, int Trees);
