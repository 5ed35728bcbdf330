using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The least of its inputs, value by value (<c>keras.layers.Minimum</c>). A masked value does not count where another is there.</summary>
public sealed class Minimum : Merge, IFromConfig<Minimum>
{
    /// <inheritdoc/>
    public static Minimum FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Minimum { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => Pairwise.Reduce(minimum, inputs, masks);
}
