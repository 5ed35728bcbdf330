using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One timestep of <see cref="LSTM"/> (<c>keras.layers.LSTMCell</c>).</summary>
/// <remarks>Weights: kernel (features, 4 units), recurrent_kernel (units, 4 units), bias (4 units), the gates in the order i, f, c̃, o. States: h, which is the output, then c.</remarks>
public sealed class LSTMCell : VectorCell, IFromConfig<LSTMCell>
{
    /// <summary>Creates the cell.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public LSTMCell(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    internal LSTMCell(CellOptions options) : base(options) { }

    /// <summary>Applied to the gates; the logistic function unless set.</summary>
    public Activation RecurrentActivation { get => Options.RecurrentActivation; init => Options.RecurrentActivation = value; }

    /// <summary>Whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015); the default.</summary>
    public bool UnitForgetBias { get => Options.UnitForgetBias; init => Options.UnitForgetBias = value; }

    private protected override int Gates => 4;

    private protected override int States => 2;

    private protected override Initializer BiasStart => Options.ForgetGateBias;

    private protected override bool HasKernel => Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid;

    /// <inheritdoc/>
    public static LSTMCell FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LSTMCell(new CellOptions(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override (Tensor Output, Tensor[][] States) Kernel(RecurrentCall[] calls) => RecurrentFunction<LstmCell>.Run(calls, Memory);

    private protected override RecurrentInference MakeInference(int features) => RecurrentInference.For<LstmCell>(features, Units);

    private protected override (Tensor Output, Tensor[] States) Step(RecurrentCall call, Tensor projected, IReadOnlyList<Tensor> states)
    {
        Tensor[] gates = (projected + call.ProjectState(states[0], 0, 4)).chunk(4, -1);
        Tensor cell = RecurrentActivation.Apply(gates[1]) * states[1] + RecurrentActivation.Apply(gates[0]) * Activation.Apply(gates[2]);
        Tensor state = RecurrentActivation.Apply(gates[3]) * Activation.Apply(cell);
        return (state, [state, cell]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Options.WriteForgetGate(config);
    }
}
