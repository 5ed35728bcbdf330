using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of |target − prediction| (<c>keras.metrics.MeanAbsoluteError</c>).</summary>
public sealed class MeanAbsoluteError : Metric, IFromConfig<MeanAbsoluteError>
{
    /// <inheritdoc/>
    public static MeanAbsoluteError FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) =>
        new MeanMetricState((target, prediction) => (TargetAlignment.Align(target, prediction, $"Metric '{Name}'") - prediction).abs(), small: SmallMeans.AbsoluteError);
}
