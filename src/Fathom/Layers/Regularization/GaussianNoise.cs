using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Adds normal draws of mean 0, in training only (<c>keras.layers.GaussianNoise</c>). Any shape, unchanged.</summary>
/// <param name="deviation">Their standard deviation, in [0, 1] as in Keras: scale the data where that is not enough.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is outside that range.</exception>
public sealed class GaussianNoise(double deviation) : NoiseLayer, IFromConfig<GaussianNoise>
{
    /// <summary>The standard deviation of the draws.</summary>
    public double Deviation { get; } = deviation is >= 0 and <= 1
        ? deviation
        : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The standard deviation of the noise lies from 0 to 1. Scale the data where that is not enough.");

    private protected override bool Disturbs => Deviation > 0;

    /// <inheritdoc/>
    public static GaussianNoise FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GaussianNoise(config.Need<double>("stddev")) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Seed = config.GetSeed() };
    }

    private protected override Tensor Disturb(Tensor input) => input + Random.Normal(input.shape, input.device).mul_(Deviation).to(input.dtype);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["stddev"] = Deviation;
        base.WriteConfig(config);
    }
}
