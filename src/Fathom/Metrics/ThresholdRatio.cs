using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>What <see cref="Precision"/> and <see cref="Recall"/> share: predictions above a threshold count as positive. Targets are 0 and 1, one per output.</summary>
public abstract class ThresholdRatio : Metric
{
    private protected ThresholdRatio() { }

    private protected ThresholdRatio(JsonObject config)
    {
        Name = config.LayerName();
        Thresholds = config.GetNumbers("thresholds");
        TopK = config.GetInt("top_k");
        ClassId = config.GetInt("class_id");
    }

    /// <summary>A prediction above one counts as positive; several give one figure each. Unless given 0.5, or none at all with <see cref="TopK"/>. For logits use [0].</summary>
    /// <exception cref="ArgumentException">Empty or not finite.</exception>
    public IReadOnlyList<double>? Thresholds { get; init => field = Metrics.Thresholds.Checked(value); }

    /// <summary>Only the k largest outputs of a sample may count as positive, if given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? TopK { get; init => field = value is int k ? Metrics.TopK.Checked(k) : null; }

    /// <summary>The only class that counts, a place in the last axis; all unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? ClassId { get; init => field = Metrics.Thresholds.Class(value); }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config.PutNumbers("thresholds", Thresholds);
        config["top_k"] = TopK;
        config["class_id"] = ClassId;
        return config;
    }

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new ThresholdState(
        new ThresholdCounts($"Metric '{Name}'", Thresholds ?? [TopK is null ? 0.5 : double.MinValue]) { TopK = TopK, ClassId = ClassId }, counts => counts.Select(Ratio));

    private protected abstract double Ratio(Confusion counts);
}
