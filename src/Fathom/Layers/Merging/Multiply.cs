using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The product of its inputs (<c>keras.layers.Multiply</c>). A masked value counts as 1; where all inputs are masked the product is 0.</summary>
public sealed class Multiply : Merge, IFromConfig<Multiply>
{
    /// <inheritdoc/>
    public static Multiply FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Multiply { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        Tensor? product = null, any = null;
        for (int i = 0; i < inputs.Count; i++)
        {
            Tensor factor = inputs[i];
            if (masks[i] is Tensor mask)
            {
                mask = Pairwise.Over(mask, factor);
                factor = where(mask, factor, ones_like(factor));
                any = any is null ? mask : any.logical_or(mask);
            }
            product = product is null ? factor : product * factor;
        }
        return any is null || masks.Contains(null) ? product! : where(any, product!, zeros_like(product!));
    }
}
