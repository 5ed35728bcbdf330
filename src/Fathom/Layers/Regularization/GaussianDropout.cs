using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Multiplies by normal draws of mean 1 and variance rate / (1 − rate), in training only (<c>keras.layers.GaussianDropout</c>; Srivastava et al. 2014,
/// section 10). Any shape, unchanged.
/// </summary>
/// <param name="rate">The fraction a <see cref="Dropout"/> of the same strength would drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class GaussianDropout(float rate) : NoiseLayer, IFromConfig<GaussianDropout>
{
    /// <summary>The strength, as the fraction that would be dropped.</summary>
    public float Rate { get; } = DropoutRate.Check(rate, nameof(rate));

    private protected override bool Disturbs => Rate > 0;

    /// <inheritdoc/>
    public static GaussianDropout FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GaussianDropout(config.Need<float>("rate")) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Seed = config.GetSeed() };
    }

    private protected override Tensor Disturb(Tensor input) =>
        input * Random.Normal(input.shape, input.device).mul_(Math.Sqrt(Rate / (1.0 - Rate))).add_(1).to(input.dtype);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rate"] = Rate;
        base.WriteConfig(config);
    }
}
