using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Metrics;

/// <summary>Mean cosine of the angle between target and prediction along one axis (<c>keras.metrics.CosineSimilarity</c>): 1 where they point the same way.</summary>
/// <remarks>The loss of the same name is its negative.</remarks>
public sealed class CosineSimilarity : Metric, IFromConfig<CosineSimilarity>
{
    /// <summary>The axis of the vectors, counted with the batch; the last unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch.</exception>
    public int Axis { get; init => field = Losses.Crossentropy.Axis(value); } = -1;

    /// <inheritdoc/>
    public static CosineSimilarity FromConfig(JsonObject config) => new() { Name = config.LayerName(), Axis = config.Get("axis", -1) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["axis"] = Axis };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss)
    {
        var opposite = new Losses.CosineSimilarity { Axis = Axis };
        return new MeanMetricState((target, prediction) => -opposite.Unreduced(target, prediction));
    }
}
