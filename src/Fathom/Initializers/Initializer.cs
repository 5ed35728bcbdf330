using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Draws a layer's first weights. Definitions and defaults are those of <c>keras.initializers</c>.</summary>
/// <remarks>Values are drawn in managed code, so that a seed gives the same weights on every platform and device.</remarks>
public abstract class Initializer : IKerasSerializable
{
    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => [];

    /// <summary>Fills a new weight.</summary>
    /// <param name="values">The weight's values, row-major.</param>
    /// <param name="shape">The weight's own axes (no batch), for example (inputs, units).</param>
    /// <param name="random">The generator to draw from.</param>
    public abstract void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random);

    /// <summary>
    /// The fan-in and fan-out of a weight: the products of receptive field and input or output channels (the last two axes).
    /// </summary>
    /// <param name="shape">The weight's axes.</param>
    /// <returns>Both fans; a vector counts its length twice, a scalar is (1, 1).</returns>
    protected static (double In, double Out) Fans(ReadOnlySpan<int> shape)
    {
        if (shape.Length == 0) return (1, 1);
        if (shape.Length == 1) return (shape[0], shape[0]);
        double field = 1;
        foreach (int axis in shape[..^2]) field *= axis;
        return (field * shape[^2], field * shape[^1]);
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller 1958).</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <returns>The draw.</returns>
    protected static double Normal(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>A draw from the standard normal distribution, drawn again while it lies beyond ±2.</summary>
    /// <param name="random">The generator to draw from.</param>
    /// <returns>The draw; its standard deviation is 0.8796.</returns>
    protected static double TruncatedNormal(Random random)
    {
        double draw;
        do draw = Normal(random); while (Math.Abs(draw) > 2);
        return draw;
    }
}
