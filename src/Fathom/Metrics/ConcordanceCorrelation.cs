using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Lin's concordance correlation 2 cov(t, p) / (var t + var p + (t̄ − p̄)²): how close pairs lie to the line of equality (Lin 1989) (<c>keras.metrics.ConcordanceCorrelation</c>).</summary>
/// <remarks>
/// Along the last axis (the default) it is computed per sample and averaged, as in Keras. Along axis 0 it is computed over all samples of the pass, per output,
/// and averaged over outputs: the information coefficient of forecasts (Keras averages the correlations within batches there, which depends on the batch size).
/// NaN where nothing varies.
/// </remarks>
public sealed class ConcordanceCorrelation : Metric, IFromConfig<ConcordanceCorrelation>
{
    /// <summary>Along which axis: −1 (default) for the values of a sample, 0 for the samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither.</exception>
    public int Axis { get; init => field = CorrelationState.Axis(value); } = -1;

    /// <inheritdoc/>
    public static ConcordanceCorrelation FromConfig(JsonObject config) => new() { Name = config.LayerName(), Axis = config.Get("axis", -1) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["axis"] = Axis };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => CorrelationState.Start(
        $"Metric '{Name}'", Axis, (targets, predictions, covariance, difference) => covariance * 2 / (targets + predictions + difference.square()));
}
