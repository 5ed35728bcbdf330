using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Repeats every timestep (<c>keras.layers.UpSampling1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, timesteps · size, channels).</remarks>
public sealed class UpSampling1D : UpSampling<int>, IFromConfig<UpSampling1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">How often, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public UpSampling1D(int size = 2) : base(size) { }

    private UpSampling1D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static UpSampling1D FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["size"] = Size;
    }
}
