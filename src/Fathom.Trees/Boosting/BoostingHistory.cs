namespace Fathom.Trees;

/// <summary>How a fit went, round by round.</summary>
public sealed record BoostingHistory
{
    internal BoostingHistory()
    {
    }

    /// <summary>
    /// The mean loss on the training rows after each round. Empty without validation: it costs a pass over the rows, and a learning curve needs both lines.
    /// </summary>
    public required IReadOnlyList<double> TrainingLoss { get; init; }

    /// <summary>The mean loss on the first validation set after each round; empty without validation.</summary>
    public IReadOnlyList<double> ValidationLoss => ValidationLosses.Count > 0 ? ValidationLosses[0] : [];

    /// <summary>Per validation set: the mean loss after each round.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> ValidationLosses { get; init; }

    /// <summary>The metric of early stopping on the first validation set after each round; empty where early stopping watches the loss.</summary>
    public required IReadOnlyList<double> ValidationMetric { get; init; }

    /// <summary>The number of rounds kept in the model; after <see cref="GradientBoosting.Continue"/> with those from before.</summary>
    public required int Rounds { get; init; }

    /// <summary>Why boosting ended.</summary>
    public required StopReason Stop { get; init; }

    /// <summary>The time from the call of Fit to its end.</summary>
    public required TimeSpan Elapsed { get; init; }
}
