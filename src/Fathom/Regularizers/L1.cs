using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Regularizers;

/// <summary>The penalty λ Σ |w|.</summary>
/// <param name="l1">λ, not negative; 0.01 unless given.</param>
public sealed class L1(double l1 = 0.01) : Regularizer, IFromConfig<L1>
{
    /// <summary>λ.</summary>
    public double Strength { get; } = NotNegative(l1);

    /// <inheritdoc/>
    public static L1 FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new L1(config.Get("l1", 0.01));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["l1"] = Strength };

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.abs().sum() * Strength;
    }
}
