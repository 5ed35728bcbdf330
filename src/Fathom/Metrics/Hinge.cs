using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of max(0, 1 − t p), classes t being −1 and 1, or 0 and 1 which stand for them (<c>keras.metrics.Hinge</c>).</summary>
public sealed class Hinge : Metric, IFromConfig<Hinge>
{
    /// <inheritdoc/>
    public static Hinge FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.Hinge());
}
