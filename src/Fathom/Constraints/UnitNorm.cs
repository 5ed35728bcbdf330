using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>Gives every vector length 1 (<c>keras.constraints.UnitNorm</c>).</summary>
public sealed class UnitNorm : NormConstraint, IFromConfig<UnitNorm>
{
    /// <inheritdoc/>
    public static UnitNorm FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new UnitNorm { Axis = config.GetAxes("axis") ?? 0 };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        var config = new JsonObject();
        config.Put("axis", Axis);
        return config;
    }

    private protected override Tensor Wanted(Tensor norms) => ones_like(norms);
}
