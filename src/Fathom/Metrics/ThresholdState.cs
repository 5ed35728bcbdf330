using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>A figure of the counts at every threshold.</summary>
/// <param name="counts">Counts them.</param>
/// <param name="figures">From the counts at the thresholds to the figures.</param>
internal sealed class ThresholdState(ThresholdCounts counts, Func<Confusion[], IEnumerable<double>> figures) : MetricState
{
    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        counts.Add(target, prediction, sampleWeight);
    }

    public override double Result() => Results().Average();

    public override IReadOnlyList<double> Results() => counts.Read() is [Confusion[] all, ..] ? [.. figures(all)] : [double.NaN];

    public override void Reset() => counts.Reset();
}
