using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Regularizers;

/// <summary>The penalty λ₁ Σ |w| + λ₂ Σ w².</summary>
/// <param name="l1">λ₁, not negative.</param>
/// <param name="l2">λ₂, not negative.</param>
public sealed class L1L2(double l1, double l2) : Regularizer, IFromConfig<L1L2>
{
    /// <summary>λ₁.</summary>
    public double AbsoluteStrength { get; } = NotNegative(l1);

    /// <summary>λ₂.</summary>
    public double SquaredStrength { get; } = NotNegative(l2);

    /// <inheritdoc/>
    public static L1L2 FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new L1L2(config.Get("l1", 0.0), config.Get("l2", 0.0));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["l1"] = AbsoluteStrength, ["l2"] = SquaredStrength };

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.abs().sum() * AbsoluteStrength + weight.square().sum() * SquaredStrength;
    }
}
