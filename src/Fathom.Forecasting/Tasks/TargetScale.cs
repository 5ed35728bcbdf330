namespace Fathom.Forecasting;

/// <summary>The scale that models train in, and the way back to a forecast of the target. <c>origin</c> is the row of the series a forecast is made at.</summary>
public abstract class TargetScale
{
    private protected TargetScale()
    {
    }

    /// <summary>The target as models see it.</summary>
    /// <param name="origin">Row of the forecast origin.</param>
    /// <param name="target">The target.</param>
    public abstract double Forward(int origin, double target);

    /// <summary>A model's output as a forecast of the target.</summary>
    /// <param name="origin">Row of the forecast origin.</param>
    /// <param name="output">What the model says.</param>
    /// <param name="fit">What the model's training told about its errors and its targets.</param>
    public abstract double Back(int origin, double output, ScaleFit fit);
}
