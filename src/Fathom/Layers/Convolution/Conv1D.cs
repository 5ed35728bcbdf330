using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Filters sliding along a sequence (<c>keras.layers.Conv1D</c>).</summary>
/// <remarks>Input (batch, timesteps, channels), output (batch, new timesteps, filters). Weights: kernel (window, channels / groups, filters), bias (filters).</remarks>
public sealed class Conv1D : Convolution, IFromConfig<Conv1D>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="filters">The number of filters, at least 1.</param>
    /// <param name="kernelSize">How many timesteps a filter sees, at least 1.</param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Conv1D(int filters, int kernelSize, Activation? activation = null) : base(filters, [kernelSize], activation) { }

    private Conv1D(JsonObject config) : base(config, 1) { }

    /// <summary>How many timesteps a filter sees.</summary>
    public int KernelSize => Window[0];

    /// <summary>How far a filter moves; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Strides { get => Step[0]; init => Step = Positive(value); }

    /// <summary>How far apart the timesteps are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int DilationRate { get => Spread[0]; init => Spread = Positive(value); }

    /// <summary>What a filter sees beyond the ends; <see cref="WindowPadding.Causal"/> never looks ahead.</summary>
    public WindowPadding Padding { get => Edge; init => Edge = value; }

    private protected override string AxesWanted => "(batch, timesteps, channels)";

    /// <inheritdoc/>
    public static Conv1D FromConfig(JsonObject config) => new(config);
}
