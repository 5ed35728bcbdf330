namespace Fathom.Trees;

/// <summary>
/// Ends boosting once the first validation set has not improved for some rounds; the model keeps the rounds up to the best.
/// A whole number converts to the patience: <c>earlyStopping: 50</c>.
/// </summary>
/// <example><code>
/// classifier.Fit(features, labels, validation: (held, heldLabels), earlyStopping: new EarlyStoppingRule(50) { Metric = BoostingMetric.Auc, MinimumDelta = 1e-4 });
/// </code></example>
public sealed record EarlyStoppingRule
{
    /// <summary>Watches the loss.</summary>
    /// <param name="patience">Rounds without improvement after which boosting ends, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience is below 1.</exception>
    public EarlyStoppingRule(int patience) => Patience = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, "Early stopping waits for at least 1 round.");

    /// <summary>Rounds without improvement after which boosting ends.</summary>
    public int Patience { get; }

    /// <summary>By how much a round has to be better than the best so far to count as an improvement, from 0. Default 0: any improvement counts.</summary>
    public double MinimumDelta
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumDelta), value, "The least improvement is a finite number from 0.");
    }

    /// <summary>What is watched; null, the default, for the loss that is minimised.</summary>
    public IBoostingMetric? Metric { get; init; }

    /// <summary>Watches the loss with this patience.</summary>
    public static implicit operator EarlyStoppingRule(int patience) => new(patience);
}
