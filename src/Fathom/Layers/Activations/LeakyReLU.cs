using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>f(x) = x for x ≥ 0, slope · x below (<c>keras.layers.LeakyReLU</c>; Maas et al. 2013). Any shape, unchanged.</summary>
/// <param name="negativeSlope">The slope below 0, not negative; 0.3 as in Keras's layer, whose function of that name has 0.2.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="negativeSlope"/> is negative.</exception>
public sealed class LeakyReLU(double negativeSlope = 0.3) : UnaryLayer, IFromConfig<LeakyReLU>
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = negativeSlope is >= 0 and < double.PositiveInfinity
        ? negativeSlope
        : throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, "The slope of a leaky ReLU is zero or positive; 0.1 to 0.3 are usual.");

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static LeakyReLU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        // Files of Keras 2 call it alpha.
        return new LeakyReLU(config.Get("negative_slope", config.Get("alpha", 0.3))) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.leaky_relu(NegativeSlope);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["negative_slope"] = NegativeSlope;
    }
}
