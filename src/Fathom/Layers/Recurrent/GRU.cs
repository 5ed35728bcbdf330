using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The gated recurrent unit (<c>keras.layers.GRU</c>; Cho et al. 2014).</summary>
/// <remarks>
/// z, r = recurrent activation of x · kernel + h · recurrent_kernel + biases; h̃ = activation(x · kernel + bias + r · (h · recurrent_kernel + bias)); h ← z · h + (1 − z) · h̃. The
/// gates lie in the order z, r, h̃. Weights: kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units): the inputs' row, then the
/// state's. Inputs and outputs as in <see cref="RNN"/>.
/// </remarks>
public sealed class GRU : RecurrentLayer, IFromConfig<GRU>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the candidate; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public GRU(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    private GRU(CellOptions options) : base(new GRUCell(options), options) { }

    private GRU(CellOptions options, JsonObject config) : base(new GRUCell(options), options, config) { }

    /// <summary>The length of the state and of the output.</summary>
    public int Units => Options.Size;

    /// <inheritdoc cref="GRUCell.RecurrentActivation"/>
    public Activation RecurrentActivation { get => Options.RecurrentActivation; init => Options.RecurrentActivation = value; }

    /// <inheritdoc cref="GRUCell.ResetAfter"/>
    public bool ResetAfter { get => Options.ResetAfter; init => Options.ResetAfter = value; }

    /// <inheritdoc cref="RNN.FromConfig"/>
    public static new GRU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GRU(new CellOptions(config), config);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Options.Write(config);
        Options.WriteResetGate(config);
    }
}
