using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of (target − prediction)² (<c>keras.metrics.MeanSquaredError</c>).</summary>
public sealed class MeanSquaredError : Metric, IFromConfig<MeanSquaredError>
{
    /// <inheritdoc/>
    public static MeanSquaredError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => (TargetAlignment.Align(target, prediction, $"Metric '{Name}'") - prediction).square(), small: SmallMeans.SquaredError);
}
