namespace Fathom.Trees;

/// <summary>The losses that <see cref="GradientBoostingRegressor.Objective"/> takes. Classifiers choose theirs by the number of classes.</summary>
public static class Objective
{
    /// <summary>½(score − label)²: predicts the mean. Learning curves show the mean squared error.</summary>
    public static IObjective SquaredError { get; } = new SquaredErrorObjective();

    /// <summary>|score − label|: predicts the median.</summary>
    public static IObjective AbsoluteError { get; } = QuantileObjective.Absolute;

    /// <summary>e^score − label·score for counts and rates from 0: predicts the mean e^score.</summary>
    public static IObjective Poisson { get; } = new PoissonObjective();

    /// <summary>The pinball loss: predicts a quantile (Koenker &amp; Bassett 1978).</summary>
    /// <param name="level">The share of labels to lie below the prediction, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static IObjective Quantile(double level) => QuantileObjective.At(level);

    /// <summary>Squared up to an error of δ, absolute beyond (Huber 1964): predicts a mean that outliers pull little.</summary>
    /// <param name="delta">δ in units of the target, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    public static IObjective Huber(double delta) => new HuberObjective(delta);
}
