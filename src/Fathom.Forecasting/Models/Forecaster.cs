namespace Fathom.Forecasting;

/// <summary>
/// A recipe for forecasts. It holds settings only; <see cref="Fit"/> learns from the labels of a fold and returns what was learned, so one recipe serves many
/// folds side by side.
/// </summary>
public abstract class Forecaster
{
    /// <summary>Name in the leaderboard, unique within a tournament.</summary>
    public abstract string Name { get; }

    /// <summary>What kind of forecaster it is.</summary>
    public abstract ForecasterFamily Family { get; }

    /// <summary>Whether it counts as a baseline, which models have to beat.</summary>
    public virtual bool IsBaseline => Family is ForecasterFamily.Naive or ForecasterFamily.Statistical;

    /// <summary>Whether a fit depends on its seed. Deterministic forecasters are fitted once per fold.</summary>
    public virtual bool IsStochastic => false;

    /// <summary>Learns from a fold's training labels. Called from several threads at once; must use one thread and change nothing shared.</summary>
    /// <param name="problem">The samples. Only targets of the fold's training labels may be looked at.</param>
    /// <param name="fold">The training labels.</param>
    /// <param name="seed">Seed of everything random; ignored by deterministic forecasters.</param>
    /// <param name="cancellation">Ends the fit early.</param>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public abstract FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation);

    /// <inheritdoc />
    public override string ToString() => Name;
}
