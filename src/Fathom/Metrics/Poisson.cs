using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of p − t ln p, targets t being counts and predictions p rates (<c>keras.metrics.Poisson</c>).</summary>
public sealed class Poisson : Metric, IFromConfig<Poisson>
{
    /// <inheritdoc/>
    public static Poisson FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.Poisson());
}
