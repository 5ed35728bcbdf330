using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Enlarges an image by whole numbers (<c>keras.layers.UpSampling2D</c>).</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height · size, width · size, channels).</remarks>
public sealed class UpSampling2D : UpSampling<Extent>, IFromConfig<UpSampling2D>
{
    /// <summary>Creates the layer, doubling height and width.</summary>
    public UpSampling2D() : this(2) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="size">How many times higher and wider, each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public UpSampling2D(Extent size) : base(size) { }

    private UpSampling2D(JsonObject config) : base(config) => Interpolation = config.Get("interpolation", "nearest") switch
    {
        "nearest" => Interpolation.Nearest,
        "bilinear" => Interpolation.Bilinear,
        string other => throw new ModelFormatException($"UpSampling2D '{Name}' has the interpolation '{other}'; nearest and bilinear are known here."),
    };

    /// <summary>How the new places are filled; <see cref="Interpolation.Nearest"/> by default.</summary>
    public Interpolation Interpolation { get; init; }

    /// <inheritdoc/>
    protected override bool CastsInputs => Interpolation != Interpolation.Nearest;

    /// <inheritdoc/>
    public static UpSampling2D FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        if (Interpolation == Interpolation.Nearest) return base.Call(input, context);
        ArgumentNullException.ThrowIfNull(input);
        long[] size = [input.shape[1] * Size.Height, input.shape[2] * Size.Width];
        return nn.functional.interpolate(input.permute(0, 3, 1, 2), size, mode: InterpolationMode.Bilinear, align_corners: false).permute(0, 2, 3, 1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config["interpolation"] = Interpolation == Interpolation.Nearest ? "nearest" : "bilinear";
    }
}
