using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Repeats every place of a volume along each axis (<c>keras.layers.UpSampling3D</c>).</summary>
/// <remarks>Input (batch, depth, height, width, channels), output the same with each axis between them so many times as long.</remarks>
public sealed class UpSampling3D : UpSampling<Extent3D>, IFromConfig<UpSampling3D>
{
    /// <summary>Creates the layer, doubling every axis.</summary>
    public UpSampling3D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="size">How often along depth, height and width, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public UpSampling3D(Extent3D size) : base(size) { }

    private UpSampling3D(JsonObject config) : base(config) { }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public static UpSampling3D FromConfig(JsonObject config) => new(config);
}
