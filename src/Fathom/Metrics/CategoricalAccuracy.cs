using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>How often the largest output is the true class, targets being one-hot (<c>keras.metrics.CategoricalAccuracy</c>).</summary>
public sealed class CategoricalAccuracy : Metric, IFromConfig<CategoricalAccuracy>
{
    /// <inheritdoc/>
    public static CategoricalAccuracy FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new MeanMetricState(
        (target, prediction) => prediction.argmax(-1).eq(TargetAlignment.Align(target, prediction, $"Metric '{Name}'").argmax(-1)));
}
