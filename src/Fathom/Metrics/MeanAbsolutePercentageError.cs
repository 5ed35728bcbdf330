using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>100 times the mean of |target − prediction| / max(|target|, 10⁻⁷), in percent (<c>keras.metrics.MeanAbsolutePercentageError</c>).</summary>
/// <remarks>Of no use where targets come near zero, as returns do.</remarks>
public sealed class MeanAbsolutePercentageError : Metric, IFromConfig<MeanAbsolutePercentageError>
{
    /// <inheritdoc/>
    public static MeanAbsolutePercentageError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new MeanMetricState(
        (target, prediction) =>
        {
            target = TargetAlignment.Align(target, prediction, $"Metric '{Name}'");
            return (target - prediction).abs() / target.abs().clamp_min(1e-7);
        },
        mean => 100 * mean);
}
