using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>How often the true class is among the k largest outputs, targets being one-hot (<c>keras.metrics.TopKCategoricalAccuracy</c>).</summary>
public sealed class TopKCategoricalAccuracy : Metric, IFromConfig<TopKCategoricalAccuracy>
{
    /// <summary>k, at least 1; 5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int K { get; init => field = TopK.Checked(value); } = 5;

    /// <inheritdoc/>
    public static TopKCategoricalAccuracy FromConfig(JsonObject config) => new() { Name = config.LayerName(), K = config.Get("k", 5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["k"] = K };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => TopK.Holds(prediction, TargetAlignment.Align(target, prediction, $"Metric '{Name}'").argmax(-1), K));
}
