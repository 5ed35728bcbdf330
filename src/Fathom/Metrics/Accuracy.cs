using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>How often predictions equal targets exactly (<c>keras.metrics.Accuracy</c>): for outputs that are class numbers themselves.</summary>
/// <remarks>What is usually wanted is <see cref="Metric.Accuracy"/>, which compares classes or sides of a threshold as the outputs' shape asks for.</remarks>
public sealed class Accuracy : Metric, IFromConfig<Accuracy>
{
    /// <inheritdoc/>
    public static Accuracy FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => TargetAlignment.Align(target, prediction, $"Metric '{Name}'").eq(prediction));
}
