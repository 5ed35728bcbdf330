using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of ln cosh(prediction − target) (<c>keras.metrics.LogCoshError</c>).</summary>
public sealed class LogCoshError : Metric, IFromConfig<LogCoshError>
{
    /// <inheritdoc/>
    public override string Name { get; init; } = "logcosh";

    /// <inheritdoc/>
    public static LogCoshError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.LogCosh());
}
