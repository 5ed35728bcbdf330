using Fathom.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>True positives over predicted or over actual positives.</summary>
/// <param name="name">The metric's name, for messages.</param>
/// <param name="threshold">A prediction above it counts as positive.</param>
/// <param name="amongPredicted">Whether the denominator is predicted positives; otherwise actual ones.</param>
internal sealed class RatioState(string name, double threshold, bool amongPredicted) : MetricState
{
    private readonly RunningSum _hits = new(), _all = new();
    private readonly Scalar _threshold = threshold;

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor actual = TargetAlignment.Align(target, prediction, $"Metric '{name}'").to(ScalarType.Bool), predicted = prediction.gt(_threshold);
        Count(_hits, actual.logical_and(predicted), sampleWeight);
        Count(_all, amongPredicted ? predicted : actual, sampleWeight);
    }

    public override double Result() => _all.Value == 0 ? 0 : _hits.Value / _all.Value;

    public override void Reset()
    {
        _hits.Reset();
        _all.Reset();
    }

    private static void Count(RunningSum sum, Tensor flags, Tensor? weight) =>
        sum.Add(weight is null ? flags.sum() : ((flags.ndim <= 1 ? flags : flags.flatten(1).sum(1L)) * weight).sum());
}
