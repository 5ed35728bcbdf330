using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The plain recurrent layer (<c>keras.layers.SimpleRNN</c>; Elman 1990): h ← activation(x · kernel + h · recurrent_kernel + bias).</summary>
/// <remarks>Weights: kernel (features, units), recurrent_kernel (units, units), bias (units). Inputs and outputs as in <see cref="RNN"/>.</remarks>
public sealed class SimpleRNN : RecurrentLayer, IFromConfig<SimpleRNN>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the new state; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public SimpleRNN(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    private SimpleRNN(CellOptions options) : base(new SimpleRNNCell(options), options) { }

    private SimpleRNN(CellOptions options, JsonObject config) : base(new SimpleRNNCell(options), options, config) { }

    /// <summary>The length of the state and of the output.</summary>
    public int Units => Options.Size;

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new SimpleRNN FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SimpleRNN(new CellOptions(config), config);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Options.Write(config);
    }
}
