namespace Fathom.Forecasting;

/// <summary>Models of a level train on its change from the origin: the log change where the level is positive, the difference otherwise.</summary>
internal sealed class ChangeScale(double[] level, bool logarithmic) : TargetScale
{
    public override double Forward(int origin, double target) => logarithmic ? Math.Log(target / level[origin]) : target - level[origin];

    public override double Back(int origin, double output, ScaleFit fit) => logarithmic ? level[origin] * Math.Exp(output) : level[origin] + output;
}
