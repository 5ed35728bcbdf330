using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Metrics;

/// <summary>The share of values on the right side of a threshold (<c>keras.metrics.BinaryAccuracy</c>); targets are 0 and 1.</summary>
public sealed class BinaryAccuracy : Metric, IFromConfig<BinaryAccuracy>
{
    /// <summary>A prediction above it counts as 1; 0.5 unless given. For logits use 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public static BinaryAccuracy FromConfig(JsonObject config) => new() { Name = config.LayerName(), Threshold = config.Get("threshold", 0.5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["threshold"] = Threshold };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss)
    {
        Scalar threshold = Threshold;
        return new MeanMetricState(
            (target, prediction) => prediction.gt(threshold).eq(TargetAlignment.Align(target, prediction, $"Metric '{Name}'")),
            small: (target, prediction) => SmallMeans.OnSide(target, prediction, (float)Threshold));
    }
}
