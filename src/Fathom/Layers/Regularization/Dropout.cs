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
public sealed class Dropout(float rate) : NoiseLayer, IFromConfig<Dropout>
{
    /// <summary>The fraction to drop.</summary>
    public float Rate { get; } = DropoutRate.Check(rate, nameof(rate));

    /// <summary>
    /// The shape of the draws, batch first: along axes of length 1 all values share a draw, <see cref="Shape.Unknown"/> stands for the input's own length. One draw
    /// per value unless set.
    /// </summary>
    public IReadOnlyList<int>? NoiseShape { get; init; }

    private protected override bool Disturbs => Rate > 0;

    /// <inheritdoc/>
    public static Dropout FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Dropout(config.Need<float>("rate"))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Seed = config.GetSeed(),
            NoiseShape = ReadNoiseShape(config),
        };
    }

    private protected override Tensor Disturb(Tensor input)
    {
        Tensor mask = Random.DropoutMask(Rate, DrawShape(input, NoiseShape), input.device);
        return input * (mask.dtype == input.dtype ? mask : mask.to(input.dtype));
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
