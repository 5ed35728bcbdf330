using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of (ln(1 + target) − ln(1 + prediction))² (<c>keras.metrics.MeanSquaredLogarithmicError</c>).</summary>
/// <remarks>Values below 10⁻⁷ are taken for 10⁻⁷.</remarks>
public sealed class MeanSquaredLogarithmicError : Metric, IFromConfig<MeanSquaredLogarithmicError>
{
    /// <inheritdoc/>
    public static MeanSquaredLogarithmicError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.MeanSquaredLogarithmicError());
}
