using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Intersection over union of the two sides of a threshold, averaged (<c>keras.metrics.BinaryIoU</c>). Targets are 0 and 1.</summary>
public sealed class BinaryIoU : Metric, IFromConfig<BinaryIoU>
{
    /// <summary>The sides that are averaged over; [0, 1] unless given.</summary>
    /// <exception cref="ArgumentException">Empty, or names others.</exception>
    public IReadOnlyList<int> TargetClassIds { get; init => field = IoUState.Targets(value, 2); } = [0, 1];

    /// <summary>A prediction of it or above counts as 1; 0.5 unless given. For logits use 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public static BinaryIoU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BinaryIoU
        {
            Name = config.LayerName(),
            TargetClassIds = config["target_class_ids"] is null ? [0, 1] : config.NeedInts("target_class_ids"),
            Threshold = config.Get("threshold", 0.5),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config.Put("target_class_ids", TargetClassIds.ToArray());
        config["threshold"] = Threshold;
        return config;
    }

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new IoUState($"Metric '{Name}'", 2, TargetClassIds) { Threshold = Threshold };
}
