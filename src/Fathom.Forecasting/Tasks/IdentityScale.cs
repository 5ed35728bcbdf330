namespace Fathom.Forecasting;

/// <summary>Models train on the target itself (returns).</summary>
internal sealed class IdentityScale : TargetScale
{
    public override double Forward(int origin, double target) => target;

    public override double Back(int origin, double output, ScaleFit fit) => output;
}
