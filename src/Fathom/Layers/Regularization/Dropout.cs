using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Sets a fraction of the values to zero and scales the others up by 1 / (1 − rate), in training only (<c>keras.layers.Dropout</c>; Srivastava
/// et al. 2014). Any shape, unchanged.
/// </summary>
public sealed class Dropout : UnaryLayer, IFromConfig<Dropout>
{
    private readonly RandomStream _random;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The fraction to drop, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
    public Dropout(float rate)
    {
        Rate = DropoutRate.Check(rate, nameof(rate));
        _random = AddRandomStream();
    }

    /// <summary>The fraction to drop.</summary>
    public float Rate { get; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static Dropout FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Dropout(config.Need<float>("rate")) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        return context.Training && Rate > 0 ? input * _random.DropoutMask(Rate, input.shape, input.device) : input;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rate"] = Rate;
    }
}
