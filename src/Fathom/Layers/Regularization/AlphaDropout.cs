using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Sets a fraction of the values to the least a <see cref="Activation.Selu"/> gives, then scales and shifts all so that mean 0 and variance 1 stay, in training
/// only (<c>keras.layers.AlphaDropout</c>; Klambauer et al. 2017). Any shape, unchanged.
/// </summary>
/// <param name="rate">The fraction to drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class AlphaDropout(float rate) : NoiseLayer, IFromConfig<AlphaDropout>
{
    // −λα of the self-normalising units.
    private const double Least = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    /// <summary>The fraction to drop.</summary>
    public float Rate { get; } = DropoutRate.Check(rate, nameof(rate));

    /// <summary>
    /// The shape of the draws, batch first: along axes of length 1 all values share a draw, <see cref="Shape.Unknown"/> stands for the input's own length. One draw
    /// per value unless set.
    /// </summary>
    public IReadOnlyList<int>? NoiseShape { get; init; }

    private protected override bool Disturbs => Rate > 0;

    /// <inheritdoc/>
    public static AlphaDropout FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new AlphaDropout(config.Need<float>("rate"))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Seed = config.GetSeed(),
            NoiseShape = ReadNoiseShape(config),
        };
    }

    private protected override Tensor Disturb(Tensor input)
    {
        double scale = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Least * Least)), shift = -scale * Least * Rate;
        Tensor dropped = Random.Uniform(DrawShape(input, NoiseShape), input.device).lt(Rate);
        return input.masked_fill(dropped, Least) * scale + shift;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rate"] = Rate;
        base.WriteConfig(config);
        PutNoiseShape(config, NoiseShape);
    }
}
