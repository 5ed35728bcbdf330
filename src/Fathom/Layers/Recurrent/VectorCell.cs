using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="SimpleRNNCell"/>, <see cref="LSTMCell"/> and <see cref="GRUCell"/> share: states that are vectors of units.</summary>
/// <remarks>
/// Input (batch, features), states and output (batch, units). Weights: kernel (features, gates · units), recurrent_kernel (units, gates · units), bias,
/// gates side by side.
/// </remarks>
public abstract class VectorCell : RecurrentCell
{
    private readonly RandomStream _inputMask, _recurrentMask;
    private Weight? _kernel, _recurrentKernel, _bias;

    private protected VectorCell(CellOptions options)
    {
        Options = options;
        (_inputMask, _recurrentMask) = (AddRandomStream(), AddRandomStream());
    }

    /// <summary>The length of the state and of the output.</summary>
    public int Units => Options.Size;

    /// <summary>Applied to the candidate state (and by the LSTM to its cell); tanh unless given.</summary>
    public Activation Activation => Options.Activation;

    /// <summary>Whether biases are added.</summary>
    public bool UseBias { get => Options.UseBias; init => Options.UseBias = value; }

    /// <summary>Draws the first kernel; Glorot's uniform unless set.</summary>
    public Initializer KernelInitializer { get => Options.KernelInitializer; init => Options.KernelInitializer = value; }

    /// <summary>Draws the first recurrent kernel; orthogonal unless set.</summary>
    public Initializer RecurrentInitializer { get => Options.RecurrentInitializer; init => Options.RecurrentInitializer = value; }

    /// <summary>Draws the first bias; zeros unless set.</summary>
    public Initializer BiasInitializer { get => Options.BiasInitializer; init => Options.BiasInitializer = value; }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get => Options.KernelRegularizer; init => Options.KernelRegularizer = value; }

    /// <summary>A penalty on the recurrent kernel.</summary>
    public Regularizer? RecurrentRegularizer { get => Options.RecurrentRegularizer; init => Options.RecurrentRegularizer = value; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get => Options.BiasRegularizer; init => Options.BiasRegularizer = value; }

    /// <summary>Bounds the kernel after each step of training.</summary>
    public Constraint? KernelConstraint { get => Options.KernelConstraint; init => Options.KernelConstraint = value; }

    /// <summary>Bounds the recurrent kernel after each step of training.</summary>
    public Constraint? RecurrentConstraint { get => Options.RecurrentConstraint; init => Options.RecurrentConstraint = value; }

    /// <summary>Bounds the bias after each step of training.</summary>
    public Constraint? BiasConstraint { get => Options.BiasConstraint; init => Options.BiasConstraint = value; }

    /// <summary>The fraction of input features dropped in training: one mask per sample for all timesteps (Gal and Ghahramani 2016).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public float Dropout { get => Options.Dropout; init => Options.Dropout = value; }

    /// <summary>
    /// The fraction of the state dropped in training before it enters the gates: one mask per sample and gate for all timesteps. The input's masks
    /// are then also one per gate, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public float RecurrentDropout { get => Options.RecurrentDropout; init => Options.RecurrentDropout = value; }

    internal CellOptions Options { get; }

    internal sealed override string SequenceAxes => "(batch, timesteps, features)";

    /// <summary>The number of vectors of units side by side in the weights.</summary>
    private protected abstract int Gates { get; }

    private protected abstract int States { get; }

    private protected virtual int[] BiasShape => [Gates * Units];

    private protected virtual Initializer BiasStart => BiasInitializer;

    /// <summary>Whether the options are those the kernels are written for.</summary>
    private protected abstract bool HasKernel { get; }

    private protected KeptMemory Memory { get; } = new();

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeStateShapes(Shape input)
    {
        this.NeedAxes(input, "(batch, features)", 1);
        this.NeedSameLastAxis(input, _kernel is null ? null : _kernel.Shape[0]);
        return [.. Enumerable.Repeat(new Shape(Units), States)];
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _kernel = AddWeight("kernel", [input[^1], Gates * Units], KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        _recurrentKernel = AddWeight("recurrent_kernel", [Units, Gates * Units], RecurrentInitializer, regularizer: RecurrentRegularizer, constraint: RecurrentConstraint);
        if (UseBias) _bias = AddWeight("bias", BiasShape, BiasStart, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    protected sealed override (Tensor Output, IReadOnlyList<Tensor> States) Step(Tensor input, IReadOnlyList<Tensor> states, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        RecurrentCall call = Prepare(new SequenceCall(input.unsqueeze(1), states, context));
        return Step(call, call.ProjectInputs().select(1, 0), states);
    }

    /// <inheritdoc/>
    internal sealed override (Tensor Output, IReadOnlyList<Tensor> States) Run(SequenceCall call) =>
        HasKernel && call.Sequence.device_type == DeviceType.CPU && call.Sequence.dtype == float32 ? Kernel(Prepare(call)) : RunSteps(Prepare(call with { Sequence = call.Data }));

    /// <summary>The cell as a loop of tensor operations: any device, any activation, and what the kernels are checked against.</summary>
    internal (Tensor Output, IReadOnlyList<Tensor> States) RunSteps(RecurrentCall call)
    {
        IReadOnlyList<Tensor> states = call.InitialStates.Count > 0 ? call.InitialStates : [.. Enumerable.Range(0, States).Select(_ => call.ZeroState())];
        var loop = new SequenceCall(call.Sequence, states, CallContext.Infer) { Mask = call.Mask, ReturnSequences = call.ReturnSequences, ZeroOutputForMask = call.ZeroOutputForMask };
        return loop.Loop(call.ProjectInputs(), states, (projected, before) => Step(call, projected, before));
    }

    private protected abstract (Tensor Output, Tensor[] States) Kernel(RecurrentCall call);

    private protected abstract (Tensor Output, Tensor[] States) Step(RecurrentCall call, Tensor projected, IReadOnlyList<Tensor> states);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Options.Write(config);
    }

    // One dropout mask for all timesteps.
    private RecurrentCall Prepare(SequenceCall call)
    {
        long batch = call.Sequence.shape[0], features = call.Sequence.shape[2];
        int masks = RecurrentDropout > 0 ? Gates : 1;
        bool training = call.Context.Training;
        return new RecurrentCall(call.Sequence, call.InitialStates, _kernel!.Value, _recurrentKernel!.Value, _bias?.Value)
        {
            Gates = Gates,
            InputMask = training && Dropout > 0 ? _inputMask.DropoutMask(Dropout, [masks, batch, features], call.Sequence.device) : null,
            RecurrentMask = training && RecurrentDropout > 0 ? _recurrentMask.DropoutMask(RecurrentDropout, [masks, batch, Units], call.Sequence.device) : null,
            Mask = call.Mask,
            ReturnSequences = call.ReturnSequences,
            ReturnState = call.ReturnState,
            ZeroOutputForMask = call.ZeroOutputForMask,
        };
    }
}
