using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The greatest of its inputs, value by value (<c>keras.layers.Maximum</c>). A masked value does not count where another is there.</summary>
public sealed class Maximum : Merge, IFromConfig<Maximum>
{
    /// <inheritdoc/>
    public static Maximum FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Maximum { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => Pairwise.Reduce(maximum, inputs, masks);
}
