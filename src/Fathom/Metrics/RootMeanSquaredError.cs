using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Root of the mean of (target − prediction)² over all batches (<c>keras.metrics.RootMeanSquaredError</c>).</summary>
public sealed class RootMeanSquaredError : Metric, IFromConfig<RootMeanSquaredError>
{
    /// <inheritdoc/>
    public static RootMeanSquaredError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => (TargetAlignment.Align(target, prediction, $"Metric '{Name}'") - prediction).square(), Math.Sqrt, small: SmallMeans.SquaredError);
}
