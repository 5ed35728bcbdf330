namespace Fathom.Trees;

/// <summary>What early stopping can watch instead of the loss. <see cref="BoostingMetric"/> has the usual ones; implement it for one of your own.</summary>
public interface IBoostingMetric
{
    /// <summary>The metric's name.</summary>
    string Name { get; }

    /// <summary>Whether greater values are better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Measures predictions.</summary>
    /// <param name="data">The rows with their labels, weights and groups.</param>
    /// <param name="predictions">Row-major, one per output, as the objective makes them of raw scores: means, probabilities, quantiles, relative risks.</param>
    double Measure(BoostingData data, ReadOnlySpan<double> predictions);
}
