using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The best specificity at thresholds whose sensitivity (recall) is high enough (<c>keras.metrics.SpecificityAtSensitivity</c>); 0 where none is. Targets are 0 and 1, predictions probabilities.</summary>
/// <param name="sensitivity">The sensitivity asked for, between 0 and 1.</param>
public sealed class SpecificityAtSensitivity(double sensitivity) : Metric, IFromConfig<SpecificityAtSensitivity>
{
    /// <summary>The sensitivity asked for.</summary>
    public double Level { get; } = Metrics.Thresholds.Rate(sensitivity, nameof(sensitivity));

    /// <summary>The number of thresholds from 0 to 1, at least 1; 200 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int ThresholdCount { get; init => field = Metrics.Thresholds.Count(value, 1); } = 200;

    /// <summary>The only class that counts, a place in the last axis; all unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? ClassId { get; init => field = Metrics.Thresholds.Class(value); }

    /// <inheritdoc/>
    public static SpecificityAtSensitivity FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SpecificityAtSensitivity(config.Need<double>("sensitivity"))
        {
            Name = config.LayerName(), ThresholdCount = config.Get("num_thresholds", 200), ClassId = config.GetInt("class_id"),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["num_thresholds"] = ThresholdCount, ["sensitivity"] = Level, ["class_id"] = ClassId };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new ThresholdState(
        new ThresholdCounts($"Metric '{Name}'", Metrics.Thresholds.Even(ThresholdCount)) { ClassId = ClassId },
        counts => [counts.Where(count => count.Recall >= Level).Select(count => count.Specificity).DefaultIfEmpty().Max()]);
}
