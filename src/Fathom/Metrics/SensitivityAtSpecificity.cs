using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The best sensitivity (recall) at thresholds whose specificity is high enough (<c>keras.metrics.SensitivityAtSpecificity</c>); 0 where none is. Targets are 0 and 1, predictions probabilities.</summary>
/// <param name="specificity">The specificity asked for, between 0 and 1.</param>
public sealed class SensitivityAtSpecificity(double specificity) : Metric, IFromConfig<SensitivityAtSpecificity>
{
    /// <summary>The specificity asked for.</summary>
    public double Level { get; } = Metrics.Thresholds.Rate(specificity, nameof(specificity));

    /// <summary>The number of thresholds from 0 to 1, at least 1; 200 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int ThresholdCount { get; init => field = Metrics.Thresholds.Count(value, 1); } = 200;

    /// <summary>The only class that counts, a place in the last axis; all unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? ClassId { get; init => field = Metrics.Thresholds.Class(value); }

    /// <inheritdoc/>
    public static SensitivityAtSpecificity FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SensitivityAtSpecificity(config.Need<double>("specificity"))
        {
            Name = config.LayerName(), ThresholdCount = config.Get("num_thresholds", 200), ClassId = config.GetInt("class_id"),
        };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["num_thresholds"] = ThresholdCount, ["specificity"] = Level, ["class_id"] = ClassId };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new ThresholdState(
        new ThresholdCounts($"Metric '{Name}'", Metrics.Thresholds.Even(ThresholdCount)) { ClassId = ClassId },
        counts => [counts.Where(count => count.Specificity >= Level).Select(count => count.Recall).DefaultIfEmpty().Max()]);
}
