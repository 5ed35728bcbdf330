using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>Brings the length of every vector towards a range (<c>keras.constraints.MinMaxNorm</c>).</summary>
/// <param name="minimum">The least length, not negative.</param>
/// <param name="maximum">The greatest length.</param>
/// <exception cref="ArgumentOutOfRangeException">The range is empty or begins below 0.</exception>
public sealed class MinMaxNorm(double minimum = 0, double maximum = 1) : NormConstraint, IFromConfig<MinMaxNorm>
{
    /// <summary>The least length.</summary>
    public double Minimum { get; } = minimum >= 0 ? minimum : throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "A length is not negative.");

    /// <summary>The greatest length.</summary>
    public double Maximum { get; } = maximum >= minimum ? maximum : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The greatest length lies below the least, {minimum}.");

    /// <summary>How much of the way to the range a step goes, in [0, 1]; 1 unless set: all of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Rate
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The rate is the share of the way to the range, from 0 to 1.");
    } = 1;

    /// <inheritdoc/>
    public static MinMaxNorm FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new MinMaxNorm(config.Get("min_value", 0.0), config.Get("max_value", 1.0)) { Rate = config.Get("rate", 1.0), Axis = config.GetAxes("axis") ?? 0 };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        var config = new JsonObject { ["min_value"] = Minimum, ["max_value"] = Maximum, ["rate"] = Rate };
        config.Put("axis", Axis);
        return config;
    }

    private protected override Tensor Wanted(Tensor norms) => norms.clamp(Minimum, Maximum) * Rate + norms * (1 - Rate);
}
