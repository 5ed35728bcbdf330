using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>How often the largest output is the true class, targets being class numbers (<c>keras.metrics.SparseCategoricalAccuracy</c>).</summary>
public sealed class SparseCategoricalAccuracy : Metric, IFromConfig<SparseCategoricalAccuracy>
{
    /// <inheritdoc/>
    public static SparseCategoricalAccuracy FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new MeanMetricState(
        (target, prediction) => prediction.argmax(-1).eq(TargetAlignment.ClassNumbers(target, prediction, $"Metric '{Name}'")), small: SmallMeans.IsGreatest);
}
