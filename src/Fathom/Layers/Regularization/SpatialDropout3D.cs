using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Drops whole channels of volumes in training (<c>keras.layers.SpatialDropout3D</c>). (batch, depth, height, width, channels), unchanged.</summary>
/// <param name="rate">The fraction of channels to drop, in [0, 1).</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range.</exception>
public sealed class SpatialDropout3D(float rate) : SpatialDropout(rate, "(batch, depth, height, width, channels)", 4), IFromConfig<SpatialDropout3D>
{
    /// <inheritdoc/>
    public static SpatialDropout3D FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SpatialDropout3D(ReadRate(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Seed = config.GetSeed() };
    }
}
