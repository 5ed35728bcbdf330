using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>Brings a weight back into bounds after every step of the optimizer. Definitions are those of <c>keras.constraints</c>.</summary>
public abstract class Constraint : IKerasSerializable
{
    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => [];

    /// <summary>The values in bounds that take the place of a weight's values.</summary>
    /// <param name="weight">The weight, any shape, outside the gradient graph.</param>
    /// <returns>The same shape.</returns>
    public abstract Tensor Apply(Tensor weight);
}
