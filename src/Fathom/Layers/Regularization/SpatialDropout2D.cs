using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Drops whole channels of images in training (<c>keras.layers.SpatialDropout2D</c>). (batch, height, width, channels), unchanged.</summary>
/// <param name="rate">The fraction of channels to drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class SpatialDropout2D(float rate) : SpatialDropout(rate, "(batch, height, width, channels)", 3), IFromConfig<SpatialDropout2D>
{
    /// <inheritdoc/>
    public static SpatialDropout2D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SpatialDropout2D(ReadRate(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Seed = config.GetSeed() };
    }
}
