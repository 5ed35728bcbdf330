namespace Fathom.Forecasting;

/// <summary>What a <see cref="Forecaster"/> learned from one fold.</summary>
public abstract class FittedForecaster
{
    /// <summary>Fitted parameters; null where the notion does not apply.</summary>
    public virtual long? Parameters => null;

    /// <summary>Training and validation loss per step (training, validation) and the step kept, from 1; null where training has no steps.</summary>
    public virtual (double[] Training, double[] Validation, int BestEpoch)? Curve => null;

    /// <summary>Forecasts targets in their natural unit: log return, variance, level. A forecast uses observations up to its origin only.</summary>
    /// <param name="problem">The samples.</param>
    /// <param name="samples">Numbers of the samples to forecast.</param>
    /// <returns>One forecast per sample.</returns>
    public abstract double[] Predict(ForecastProblem problem, int[] samples);
}
