using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean of −ln p of the true class, targets being class numbers (<c>keras.metrics.SparseCategoricalCrossentropy</c>).</summary>
public sealed class SparseCategoricalCrossentropy : Metric, IFromConfig<SparseCategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>A target that does not count; none unless given. The mean is over the others, where Keras counts ignored ones as 0 if there are no weights.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>The axis of the classes, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Losses.Crossentropy.Axis(value); } = -1;

    /// <inheritdoc/>
    public static SparseCategoricalCrossentropy FromConfig(JsonObject config) => new() { Name = config.LayerName(), FromLogits = config.Get("from_logits", false),
        IgnoreClass = config.GetInt("ignore_class"), Axis = config.Get("axis", -1) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["from_logits"] = FromLogits, ["ignore_class"] = IgnoreClass, ["axis"] = Axis };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => MeanMetricState.Of(new Losses.SparseCategoricalCrossentropy { FromLogits = FromLogits, IgnoreClass = IgnoreClass, Axis = Axis });
}
