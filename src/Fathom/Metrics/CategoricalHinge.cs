using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of max(0, 1 + the largest score of a wrong class − the score of the true one), targets being one-hot (<c>keras.metrics.CategoricalHinge</c>).</summary>
public sealed class CategoricalHinge : Metric, IFromConfig<CategoricalHinge>
{
    /// <inheritdoc/>
    public static CategoricalHinge FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.CategoricalHinge());
}
