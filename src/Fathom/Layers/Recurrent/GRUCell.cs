using System.Text.Json.Nodes;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One timestep of <see cref="GRU"/> (<c>keras.layers.GRUCell</c>).</summary>
/// <remarks>
/// Weights: kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units), the gates in the order z, r, h̃. State: h, which is the output.
/// </remarks>
public sealed class GRUCell : VectorCell, IFromConfig<GRUCell>
{
    /// <summary>Creates the cell.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the candidate; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public GRUCell(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    internal GRUCell(CellOptions options) : base(options) { }

    /// <summary>Applied to the gates; the logistic function unless set.</summary>
    public Activation RecurrentActivation { get => Options.RecurrentActivation; init => Options.RecurrentActivation = value; }

    /// <summary>
    /// Whether the reset gate acts after the state's matrix product (default, as in cuDNN and PyTorch) or on the state before it (Cho et al.'s first
    /// version; bias (3 units), no bias of the state).
    /// </summary>
    public bool ResetAfter { get => Options.ResetAfter; init => Options.ResetAfter = value; }

    private protected override int Gates => 3;

    private protected override int States => 1;

    private protected override int[] BiasShape => ResetAfter ? [2, 3 * Units] : [3 * Units];

    private protected override bool HasKernel => Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid;

    /// <inheritdoc/>
    public static GRUCell FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new GRUCell(new CellOptions(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override (Tensor Output, Tensor[][] States) Kernel(RecurrentCall[] calls) =>
        ResetAfter ? RecurrentFunction<GruCell>.Run(calls, Memory) : RecurrentFunction<GruResetBeforeCell>.Run(calls, Memory);

    private protected override RecurrentInference MakeInference(int features) =>
        ResetAfter ? RecurrentInference.For<GruCell>(features, Units) : RecurrentInference.For<GruResetBeforeCell>(features, Units);

    private protected override bool HasSameEquations(VectorCell other) => ResetAfter == ((GRUCell)other).ResetAfter;

    private protected override (Tensor Output, Tensor[] States) Step(RecurrentCall call, Tensor projected, IReadOnlyList<Tensor> states)
    {
        Tensor state = states[0];
        Tensor recurrent = call.ProjectState(state, 0, ResetAfter ? 3 : 2);
        Tensor update = RecurrentActivation.Apply(projected.narrow(1, 0, Units) + recurrent.narrow(1, 0, Units));
        Tensor reset = RecurrentActivation.Apply(projected.narrow(1, Units, Units) + recurrent.narrow(1, Units, Units));
        Tensor past = ResetAfter ? reset * recurrent.narrow(1, 2 * Units, Units) : call.ProjectState(reset * state, 2, 1);
        Tensor candidate = Activation.Apply(projected.narrow(1, 2 * Units, Units) + past);
        Tensor next = update * state + (1 - update) * candidate;
        return (next, [next]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        Options.WriteResetGate(config);
    }
}
