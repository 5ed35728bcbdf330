using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of −Σ t ln p over the classes, targets being one-hot or shares (<c>keras.metrics.CategoricalCrossentropy</c>).</summary>
public sealed class CategoricalCrossentropy : Metric, IFromConfig<CategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Pulls targets towards equal shares; from 0 (default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1].</exception>
    public double LabelSmoothing { get; init => field = Losses.Crossentropy.Smoothing(value); }

    /// <summary>The axis of the classes, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Losses.Crossentropy.Axis(value); } = -1;

    /// <inheritdoc/>
    public static CategoricalCrossentropy FromConfig(JsonObject config) => new() { Name = config.LayerName(),
        FromLogits = config.Get("from_logits", false), LabelSmoothing = config.Get("label_smoothing", 0.0), Axis = config.Get("axis", -1) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["from_logits"] = FromLogits, ["label_smoothing"] = LabelSmoothing, ["axis"] = Axis };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.CategoricalCrossentropy { FromLogits = FromLogits, LabelSmoothing = LabelSmoothing, Axis = Axis });
}
