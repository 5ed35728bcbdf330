using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Sets a fraction of the values to zero and scales the others up by 1 / (1 − rate), in training only (<c>keras.layers.Dropout</c>; Srivastava
/// et al. 2014). Any shape, unchanged.
/// </summary>
/// <param name="rate">The fraction to drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class Dropout(float rate) : UnaryLayer, IFromConfig<Dropout>
{
    private readonly DropoutMask _mask = new();

    /// <summary>The fraction to drop.</summary>
    public float Rate { get; } = DropoutMask.CheckRate(rate, nameof(rate));

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
        return context.Training && Rate > 0 ? input * _mask.Draw(Rate, input.shape, input.device) : input;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rate"] = Rate;
    }
}
