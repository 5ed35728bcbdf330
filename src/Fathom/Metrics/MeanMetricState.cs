using Fathom.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>The weighted mean of something computed for every value of a batch.</summary>
/// <param name="values">From target and prediction to (batch, …): a number, or whether it is right.</param>
/// <param name="finish">Turns the mean into the figure.</param>
/// <param name="counting">From target and values to the values that count at all, if not all do.</param>
/// <param name="small">The mean of a small batch from target and prediction, where there is a shorter way to it.</param>
internal sealed class MeanMetricState(
    Func<Tensor, Tensor, Tensor> values, Func<double, double>? finish = null, Func<Tensor, Tensor, Tensor?>? counting = null, Func<Tensor, Tensor, double?>? small = null) : MetricState
{
    private readonly RunningMean _mean = new();

    /// <summary>The mean of what a loss says of every sample or timestep.</summary>
    public static MeanMetricState Of(Loss loss) => new(loss.Unreduced, counting: loss.CountingEntries);

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        if (sampleWeight is null && small?.Invoke(target, prediction) is double mean)
        {
            _mean.Add(mean, prediction.shape[0]);
            return;
        }
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor each = values(target, prediction);
        if (each.dtype == ScalarType.Bool) each = each.to(float32);
        Tensor? left = counting?.Invoke(target, each);
        if (sampleWeight is null && left is null)
        {
            _mean.Add(each.mean(), prediction.shape[0]);
            return;
        }
        if (left is null) while (each.ndim > Math.Max(1, sampleWeight!.ndim)) each = each.mean([-1L]);
        _mean.AddWeighted(each, LossWeighting.Combine(sampleWeight, left, each)!.expand_as(each));
    }

    public override double Result() => finish is null ? _mean.Result : finish(_mean.Result);

    public override void Reset() => _mean.Reset();
}
