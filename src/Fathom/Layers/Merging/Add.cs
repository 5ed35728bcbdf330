using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The sum of its inputs (<c>keras.layers.Add</c>).</summary>
public sealed class Add : Merge, IFromConfig<Add>
{
    /// <inheritdoc/>
    public static Add FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Add { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => inputs.Aggregate((sum, next) => sum + next);
}
