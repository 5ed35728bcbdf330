using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>How often the true class is among the k largest outputs, targets being class numbers (<c>keras.metrics.SparseTopKCategoricalAccuracy</c>).</summary>
public sealed class SparseTopKCategoricalAccuracy : Metric, IFromConfig<SparseTopKCategoricalAccuracy>
{
    /// <summary>k, at least 1; 5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int K { get; init => field = TopK.Checked(value); } = 5;

    /// <inheritdoc/>
    public static SparseTopKCategoricalAccuracy FromConfig(JsonObject config) => new() { Name = config.LayerName(), K = config.Get("k", 5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["k"] = K };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => TopK.Holds(prediction, TargetAlignment.ClassNumbers(target, prediction, $"Metric '{Name}'"), K));
}
