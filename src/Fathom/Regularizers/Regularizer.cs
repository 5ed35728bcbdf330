using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Regularizers;

/// <summary>A penalty on a weight, added to the loss. Definitions are those of <c>keras.regularizers</c>.</summary>
public abstract class Regularizer : IKerasSerializable
{
    /// <inheritdoc/>
    public abstract JsonObject GetConfig();

    /// <summary>The penalty.</summary>
    /// <param name="weight">The weight, any shape.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor Penalty(Tensor weight);

    /// <summary>Accepts a strength that is zero or positive.</summary>
    private protected static double NotNegative(double strength) => strength is >= 0 and < double.PositiveInfinity
        ? strength
        : throw new ArgumentOutOfRangeException(nameof(strength), strength, "A penalty's strength is zero or positive; 0.01 and smaller are usual.");
}
