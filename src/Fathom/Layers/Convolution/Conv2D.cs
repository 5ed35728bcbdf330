using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Filters sliding over an image (<c>keras.layers.Conv2D</c>).</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, new height, new width, filters). Weights: kernel (height, width, channels / groups,
/// filters), bias (filters).
/// </remarks>
public sealed class Conv2D : Convolution, IFromConfig<Conv2D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">The height and width a filter sees, each at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv2D(int filters, Extent kernelSize, Activation? activation = null) : base(filters, kernelSize.ToArray(), activation) { }

    private Conv2D(JsonObject config) : base(config, 2)
    {
        if (Edge == WindowPadding.Causal) throw new ModelFormatException($"Conv2D '{Name}' cannot be causal. Its padding is valid or same.");
    }

    /// <summary>The height and width a filter sees.</summary>
    public Extent KernelSize => Extent.From(Window);

    /// <summary>How far a filter moves; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent Strides { get => Extent.From(Step); init => Step = Positive(value.ToArray()); }

    /// <summary>How far apart the pixels are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public Extent DilationRate { get => Extent.From(Spread); init => Spread = Positive(value.ToArray()); }

    /// <summary>What a filter sees beyond the edges: <see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</summary>
    /// <exception cref="ArgumentException"><see cref="WindowPadding.Causal"/>: images have no past.</exception>
    public WindowPadding Padding
    {
        get => Edge;
        init => Edge = value != WindowPadding.Causal ? value : throw new ArgumentException("Images have no past: use WindowPadding.Valid or WindowPadding.Same.", nameof(value));
    }

    private protected override string AxesWanted => "(batch, height, width, channels)";

    /// <inheritdoc/>
    public static Conv2D FromConfig(JsonObject config) => new(config);

    private protected override Tensor Convolve(Tensor input, Tensor kernel, Tensor? bias, long[] pads)
    {
        // A view: channels stay last in memory, the layout convolutions run fastest in.
        Tensor channelsFirst = input.permute(0, 3, 1, 2);
        bool even = pads[0] == pads[1] && pads[2] == pads[3];
        if (!even) channelsFirst = nn.functional.pad(channelsFirst, (pads[0], pads[1], pads[2], pads[3]));
        long[] both = even ? [pads[2], pads[0]] : [0, 0];
        return nn.functional.conv2d(
            channelsFirst, kernel.permute(3, 2, 0, 1), bias, [Step[0], Step[1]], both, [Spread[0], Spread[1]], Groups).permute(0, 2, 3, 1);
    }
}
