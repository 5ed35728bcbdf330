using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The long short-term memory (<c>keras.layers.LSTM</c>; Hochreiter and Schmidhuber 1997, with Gers's forget gate).</summary>
/// <remarks>
/// i, f, o = recurrent activation and c̃ = activation of x · kernel + h · recurrent_kernel + bias; c ← f · c + i · c̃; h ← o · activation(c). The gates lie in
/// the order i, f, c̃, o. Weights: kernel (features, 4 units), recurrent_kernel (units, 4 units), bias (4 units). States: h, then c. Inputs and outputs as
/// in <see cref="RNN"/>.
/// </remarks>
public sealed class LSTM : RecurrentLayer, IFromConfig<LSTM>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public LSTM(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    private LSTM(CellOptions options) : base(new LSTMCell(options), options) { }

    private LSTM(CellOptions options, JsonObject config) : base(new LSTMCell(options), options, config) { }

    /// <summary>The length of the state and of the output.</summary>
    public int Units => Options.Size;

    /// <inheritdoc cref="LSTMCell.RecurrentActivation"/>
    public Activation RecurrentActivation { get => Options.RecurrentActivation; init => Options.RecurrentActivation = value; }

    /// <inheritdoc cref="LSTMCell.UnitForgetBias"/>
    public bool UnitForgetBias { get => Options.UnitForgetBias; init => Options.UnitForgetBias = value; }

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new LSTM FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LSTM(new CellOptions(config), config);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Options.Write(config);
        Options.WriteForgetGate(config);
    }
}
