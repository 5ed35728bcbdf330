using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The share of found among actual positives (<c>keras.metrics.Recall</c>); 0 where there are none.</summary>
public sealed class Recall : Metric, IFromConfig<Recall>
{
    /// <summary>A prediction above it counts as positive; 0.5 unless given. For logits use 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public static Recall FromConfig(JsonObject config) => new() { Name = config.LayerName(), Threshold = config.Get("thresholds", 0.5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["thresholds"] = Threshold, ["top_k"] = null, ["class_id"] = null };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new RatioState(Name, Threshold, amongPredicted: false);
}
