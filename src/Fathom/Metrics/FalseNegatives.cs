using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>The number, or sum of weights, of positives that were missed (<c>keras.metrics.FalseNegatives</c>). Targets are 0 and 1, one per output.</summary>
public sealed class FalseNegatives : Metric, IFromConfig<FalseNegatives>
{
    /// <summary>A prediction above one counts as positive; several give one figure each. [0.5] unless given; for logits use [0].</summary>
    /// <exception cref="ArgumentException">Empty or not finite.</exception>
    public IReadOnlyList<double>? Thresholds { get; init => field = Metrics.Thresholds.Checked(value); }

    /// <inheritdoc/>
    public static FalseNegatives FromConfig(JsonObject config) => new() { Name = config.LayerName(), Thresholds = config.GetNumbers("thresholds") };

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config.PutNumbers("thresholds", Thresholds);
        return config;
    }

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new ThresholdState(new ThresholdCounts($"Metric '{Name}'", Thresholds ?? [0.5]), counts => counts.Select(count => count.FalseNegatives));
}
