using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of −t ln p − (1 − t) ln(1 − p), targets being 0 and 1 (<c>keras.metrics.BinaryCrossentropy</c>).</summary>
public sealed class BinaryCrossentropy : Metric, IFromConfig<BinaryCrossentropy>
{
    /// <summary>Whether predictions are logits; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards 1/2; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Losses.Crossentropy.Smoothing(value); }

    /// <inheritdoc/>
    public static BinaryCrossentropy FromConfig(JsonObject config) => new() { Name = config.LayerName(), FromLogits = config.Get("from_logits", false), LabelSmoothing = config.Get("label_smoothing", 0.0) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["from_logits"] = FromLogits, ["label_smoothing"] = LabelSmoothing };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.BinaryCrossentropy { FromLogits = FromLogits, LabelSmoothing = LabelSmoothing });
}
