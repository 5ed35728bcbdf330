using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>Shortens vectors longer than a maximum (<c>keras.constraints.MaxNorm</c>).</summary>
/// <param name="maximum">The greatest length, not negative; 2 unless given.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is negative.</exception>
public sealed class MaxNorm(double maximum = 2) : NormConstraint, IFromConfig<MaxNorm>
{
    /// <summary>The greatest length.</summary>
    public double Maximum { get; } = maximum >= 0 ? maximum : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "A length is not negative; 2 to 4 are usual.");

    /// <inheritdoc/>
    public static MaxNorm FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new MaxNorm(config.Get("max_value", 2.0)) { Axis = config.GetAxes("axis") ?? 0 };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        var config = new JsonObject { ["max_value"] = Maximum };
        config.Put("axis", Axis);
        return config;
    }

    private protected override Tensor Wanted(Tensor norms) => norms.clamp_max(Maximum);
}
