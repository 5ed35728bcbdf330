using System.Text.Json.Nodes;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="ConvLSTM1D"/>, <see cref="ConvLSTM2D"/> and <see cref="ConvLSTM3D"/> share: an LSTM whose products of input and state with the kernels are convolutions, so that
/// its state is a picture (Shi et al. 2015).
/// </summary>
/// <remarks>
/// Channels are the last axis; every axis but batch and timesteps is of known length. Weights: kernel (window axes, channels, 4 filters), recurrent_kernel
/// (window axes, filters, 4 filters), bias (4 filters), the gates in the order i, f, c̃, o. The state's convolution keeps its size. States: h, then c. Inputs
/// and outputs as in <see cref="RNN"/>.
/// </remarks>
public abstract class ConvLSTM : RecurrentLayer
{
    private protected ConvLSTM(int filters, int[] kernelSize, Activation? activation) : this(new ConvLSTMCell(new CellOptions(filters, activation), kernelSize)) { }

    private protected ConvLSTM(JsonObject config, int axes) : this(new ConvLSTMCell(config, axes), config)
    {
        if (Window.Edge == WindowPadding.Causal) throw new Saving.ModelFormatException($"The layer '{Name}' cannot be causal. Its padding is valid or same.");
    }

    private ConvLSTM(ConvLSTMCell cell) : base(cell, cell.Options) => Window = cell;

    private ConvLSTM(ConvLSTMCell cell, JsonObject config) : base(cell, cell.Options, config) => Window = cell;

    /// <summary>The number of filters, which is the number of channels of state and output.</summary>
    public int Filters => Options.Size;

    /// <summary>Applied to the gates; the logistic function unless set.</summary>
    public Activation RecurrentActivation { get => Options.RecurrentActivation; init => Options.RecurrentActivation = value; }

    /// <summary>Whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015); the default.</summary>
    public bool UnitForgetBias { get => Options.UnitForgetBias; init => Options.UnitForgetBias = value; }

    /// <summary>What a filter sees beyond the edges of the input: <see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</summary>
    /// <exception cref="ArgumentException"><see cref="WindowPadding.Causal"/>: pictures have no past.</exception>
    public WindowPadding Padding
    {
        get => Window.Edge;
        init => Window.Edge = value != WindowPadding.Causal ? value : throw new ArgumentException("Pictures have no past: use WindowPadding.Valid or WindowPadding.Same.", nameof(value));
    }

    /// <summary>Where window, strides and dilation are kept.</summary>
    private protected ConvLSTMCell Window { get; }

    private protected static int[] Positive(params int[] values) => values.All(value => value >= 1)
        ? values
        : throw new ArgumentOutOfRangeException(nameof(values), string.Join(", ", values), "Strides and dilations are at least 1.");

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Window.Write(config);
    }
}
