using System.Text.Json.Nodes;
using Fathom.Saving;

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
}
