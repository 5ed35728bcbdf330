namespace Fathom.Forecasting;

/// <summary>One fit: a forecaster on a fold with a seed. Written by the one worker that runs it.</summary>
internal sealed class Job(Forecaster forecaster, SplitFold fold, int seed)
{
    public Forecaster Forecaster { get; } = forecaster;

    public SplitFold Fold { get; } = fold;

    public int Seed { get; } = seed;

    /// <summary>Forecasts of the fold's test labels; null while unfinished or failed.</summary>
    public double[]? Forecasts { get; private set; }

    public TimeSpan FitTime { get; private set; }

    public long? Parameters { get; private set; }

    public TrainingCurve? Curve { get; private set; }

    public string? Failure { get; private set; }

    public bool IsFinished => Forecasts is not null;

    public void Run(ForecastProblem problem, CancellationToken cancellation)
    {
        try
        {
            long start = TimeProvider.System.GetTimestamp();
            FittedForecaster fitted = Forecaster.Fit(problem, Fold.Training, Seed, cancellation);
            FitTime = TimeProvider.System.GetElapsedTime(start);
            double[] forecasts = fitted.Predict(problem, Fold.Test);
            Parameters = fitted.Parameters;
            if (fitted.Curve is { } curve)
                Curve = new TrainingCurve(Forecaster.Name, Fold.Training.Number, Seed, curve.Training, curve.Validation, curve.BestEpoch);
            Failure = Fault(problem, forecasts);
            Forecasts = Failure is null ? forecasts : null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Left unfinished; the result lists it so.
        }
#pragma warning disable CA1031 // Whatever a model throws is its own failure and must not end the tournament.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Failure = $"{error.Message} (fold {Fold.Training.Number}, seed {Seed})";
        }
    }

    private string? Fault(ForecastProblem problem, double[] forecasts)
    {
        if (forecasts.Length != Fold.Test.Length)
            return $"It gave {forecasts.Length} forecasts for {Fold.Test.Length} test labels (fold {Fold.Training.Number}).";
        bool positive = problem.Task.PrimaryLoss == ForecastLoss.Qlike;
        int bad = Array.FindIndex(forecasts, value => !double.IsFinite(value) || (positive && value <= 0));
        return bad < 0 ? null
            : $"It forecast {forecasts[bad]} at {SeriesChecks.Show(problem.OriginTime(Fold.Test[bad]))}, where a {(positive ? "positive" : "finite")} number is needed (fold {Fold.Training.Number}, seed {Seed}).";
    }
}
