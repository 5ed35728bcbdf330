using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>Raises negative values to 0 (<c>keras.constraints.NonNeg</c>).</summary>
[KerasClass("NonNeg")]
public sealed class NonNegative : Constraint, IFromConfig<NonNegative>
{
    /// <inheritdoc/>
    public static NonNegative FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.clamp_min(0);
    }
}
