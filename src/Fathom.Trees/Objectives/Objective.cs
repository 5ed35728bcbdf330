namespace Fathom.Trees;

/// <summary>The losses that <see cref="GradientBoostingRegressor.Objective"/> takes. Classifiers choose theirs by the number of classes.</summary>
public static class Objective
{
    /// <summary>½(score − label)²: predicts the mean.</summary>
    public static IObjective SquaredError { get; } = new SquaredErrorObjective();
}
