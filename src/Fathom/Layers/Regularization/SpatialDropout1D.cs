using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Drops whole channels of sequences in training (<c>keras.layers.SpatialDropout1D</c>). (batch, timesteps, channels), unchanged.</summary>
/// <param name="rate">The fraction of channels to drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class SpatialDropout1D(float rate) : SpatialDropout(rate, "(batch, timesteps, channels)", 2), IFromConfig<SpatialDropout1D>
{
    /// <inheritdoc/>
    public static SpatialDropout1D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SpatialDropout1D(ReadRate(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Seed = config.GetSeed() };
    }
}
