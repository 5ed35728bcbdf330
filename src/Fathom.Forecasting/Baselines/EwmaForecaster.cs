namespace Fathom.Forecasting;

/// <summary>
/// Forecasts variance as its exponentially weighted mean, s[t] = λ s[t−1] + (1 − λ) v[t], started at the first observation
/// (J.P. Morgan's <i>RiskMetrics</i>, 1996).
/// </summary>
public sealed class EwmaForecaster : Forecaster
{
    /// <summary>Creates the forecaster.</summary>
    /// <param name="decay">λ, between 0 and 1. Default 0.94, RiskMetrics' value for daily data.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not strictly between 0 and 1.</exception>
    public EwmaForecaster(double decay = 0.94)
    {
        if (!(decay is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay lies strictly between 0 and 1; 0.94 is usual for daily data.");
        Decay = decay;
    }

    /// <summary>λ.</summary>
    public double Decay { get; }

    /// <inheritdoc />
    public override string Name => "EWMA";

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Statistical;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation) => new Fitted(Decay);

    private sealed class Fitted(double decay) : FittedForecaster
    {
        public override long? Parameters => 0;

        public override double[] Predict(ForecastProblem problem, int[] samples)
        {
            double[] smooth = [.. problem.Measure];
            for (int t = 1; t < smooth.Length; t++)
                smooth[t] = decay * smooth[t - 1] + (1 - decay) * smooth[t];
            return ForecastProblem.Pick(smooth, problem.RowsOf(samples));
        }
    }
}
