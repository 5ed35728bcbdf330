namespace Fathom.Forecasting;

/// <summary>
/// Models train on the log of the variance. On the way back exp(m + s²/2), the mean of a log-normal variable with the model's residual variance s²; without it a
/// forecast of variance is too low by that factor. Capped to the range of the training targets, since a log model explodes in a crisis it has not seen.
/// </summary>
internal sealed class LogVarianceScale : TargetScale
{
    public override double Forward(int origin, double target) => Math.Log(target);

    public override double Back(int origin, double output, ScaleFit fit) =>
        Math.Clamp(Math.Exp(output + fit.ResidualVariance / 2), fit.Lowest, fit.Highest);
}
