using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean Kullback–Leibler divergence Σ t ln(t / p) over the last axis, targets and predictions being probabilities (<c>keras.metrics.KLDivergence</c>).</summary>
public sealed class KLDivergence : Metric, IFromConfig<KLDivergence>
{
    /// <inheritdoc/>
    public static KLDivergence FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.KLDivergence());
}
