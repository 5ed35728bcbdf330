using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Gives its input (<c>keras.layers.Identity</c>): a place in a model to name, or to put another layer later. Any shape, unchanged.</summary>
public sealed class Identity : UnaryLayer, IFromConfig<Identity>
{
    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static Identity FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Identity { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context) => input;
}
