using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The share of true among predicted positives (<c>keras.metrics.Precision</c>); 0 where nothing is predicted positive.</summary>
public sealed class Precision : Metric, IFromConfig<Precision>
{
    /// <summary>A prediction above it counts as positive; 0.5 unless given. For logits use 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public static Precision FromConfig(JsonObject config) => new() { Name = config.LayerName(), Threshold = config.Get("thresholds", 0.5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["thresholds"] = Threshold, ["top_k"] = null, ["class_id"] = null };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new RatioState(Name, Threshold, amongPredicted: true);
}
