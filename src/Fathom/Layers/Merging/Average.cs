using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The mean of its inputs (<c>keras.layers.Average</c>).</summary>
public sealed class Average : Merge, IFromConfig<Average>
{
    /// <inheritdoc/>
    public static Average FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Average { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks) => inputs.Aggregate((sum, next) => sum + next) / inputs.Count;
}
