using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom;

/// <summary>A figure that training shows but does not minimise. Definitions are those of <c>keras.metrics</c>.</summary>
/// <remarks>
/// A metric is a description: <see cref="Start"/> gives the running state. Static members such as <c>Metric.Accuracy</c> may be passed to any number of
/// models at once.
/// </remarks>
public abstract class Metric : IKerasSerializable
{
    /// <summary>The name in logs, for example <c>accuracy</c>.</summary>
    public virtual string Name => KerasNames.SnakeCase(KerasNames.ClassName(GetType()));

    /// <summary>Begins a count on a device.</summary>
    /// <param name="output">The shape of one prediction, batch left out: what <c>accuracy</c> means depends on it.</param>
    /// <param name="loss">The loss trained with, if known.</param>
    /// <returns>An empty count.</returns>
    public abstract MetricState Start(Shape output, Loss? loss);

    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => new() { ["name"] = Name };
}
