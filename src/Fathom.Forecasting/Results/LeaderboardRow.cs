namespace Fathom.Forecasting;

/// <summary>One forecaster's record over the whole test time line. Values that do not apply are null, never 0 or NaN.</summary>
public sealed record LeaderboardRow
{
    /// <summary>Place by the primary loss, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>Name of the forecaster, such as "log-HAR" or "ridge".</summary>
    public required string Model { get; init; }

    /// <summary>What kind of forecaster it is.</summary>
    public required ForecasterFamily Family { get; init; }

    /// <summary>True for the baselines, which models have to beat.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Mean absolute error in the task's unit; for volatility that of σ.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>Root mean squared error in the task's unit; for volatility that of σ.</summary>
    public required double RootMeanSquaredError { get; init; }

    /// <summary>QLIKE of the variance forecast; null unless the task is volatility.</summary>
    public required double? Qlike { get; init; }

    /// <summary>The task's primary loss, one of the three above. For a stochastic model: the mean of its single runs, not the loss of their average.</summary>
    public required double Loss { get; init; }

    /// <summary>1 − loss / loss of the best baseline: positive is better than the best baseline, 0 for that baseline itself. A fraction, not a percentage.</summary>
    public required double Skill { get; init; }

    /// <summary>
    /// Share (0–1) of moves whose sign was forecast: of the return, or of the change from the value at the origin. Null where the forecaster never
    /// names a direction (zero, last).
    /// </summary>
    public required double? DirectionAccuracy { get; init; }

    /// <summary>Standard deviation (n − 1) of the primary loss over seeds; null for deterministic forecasters and for a single seed.</summary>
    public required double? SeedDeviation { get; init; }

    /// <summary>Standard deviation (n − 1) of the primary loss over folds; null for a single fold.</summary>
    public required double? FoldDeviation { get; init; }

    /// <summary>Time spent fitting, summed over folds and seeds.</summary>
    public required TimeSpan FitTime { get; init; }

    /// <summary>Fitted parameters, as of the last fold; null where the notion does not apply (trees).</summary>
    public required long? Parameters { get; init; }

    /// <summary>The Diebold–Mariano test against the best baseline; null for that baseline itself and where the losses do not differ.</summary>
    public required EqualAccuracyTest? AgainstBestBaseline { get; init; }
}
