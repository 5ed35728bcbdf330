using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The first of its two inputs less the second (<c>keras.layers.Subtract</c>).</summary>
public sealed class Subtract : Merge, IFromConfig<Subtract>
{
    private protected override int? Inputs => 2;

    /// <inheritdoc/>
    public static Subtract FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Subtract { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => inputs[0] - inputs[1];
}
