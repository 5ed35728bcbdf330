using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Regularizers;

/// <summary>The penalty λ Σ w² (not halved).</summary>
/// <param name="l2">λ, not negative; 0.01 unless given.</param>
public sealed class L2(double l2 = 0.01) : Regularizer, IFromConfig<L2>
{
    /// <summary>λ.</summary>
    public double Strength { get; } = NotNegative(l2);

    /// <inheritdoc/>
    public static L2 FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new L2(config.Get("l2", 0.01));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["l2"] = Strength };

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.square().sum() * Strength;
    }
}
