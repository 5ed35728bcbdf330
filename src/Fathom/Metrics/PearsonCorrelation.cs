using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Pearson's correlation of targets and predictions (<c>keras.metrics.PearsonCorrelation</c>).</summary>
/// <remarks>
/// Along the last axis (the default) it is computed per sample and averaged, as in Keras. Along axis 0 it is computed over all samples of the pass, per output,
/// and averaged over outputs: the information coefficient of forecasts (Keras averages the correlations within batches there, which depends on the batch size).
/// NaN where nothing varies.
/// </remarks>
public sealed class PearsonCorrelation : Metric, IFromConfig<PearsonCorrelation>
{
    /// <summary>Along which axis: −1 (default) for the values of a sample, 0 for the samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither.</exception>
    public int Axis { get; init => field = CorrelationState.Axis(value); } = -1;

    /// <inheritdoc/>
    public static PearsonCorrelation FromConfig(JsonObject config) => new() { Name = config.LayerName(), Axis = config.Get("axis", -1) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["axis"] = Axis };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => CorrelationState.Start(
        $"Metric '{Name}'", Axis, (targets, predictions, covariance, _) => covariance / (targets * predictions).sqrt());
}
