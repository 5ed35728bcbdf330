using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Native;
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
    // Beyond as many weights as an LSTM of 768 units has, libtorch's products are as fast (benchmarks/README.md).
    private const long LargestWeights = 2_500_000;

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
    internal sealed override (Tensor Output, IReadOnlyList<Tensor> States) Run(SequenceCall call)
    {
        if (!HasKernelFor(call.Sequence)) return RunSteps(Prepare(call with { Sequence = call.Data }));
        (Tensor output, Tensor[][] states) = Kernel([Prepare(call)]);
        return (output, states[0]);
    }

    /// <summary>Reads a sequence in both directions at once, this cell forward and another from the end.</summary>
    /// <param name="call">This cell's call.</param>
    /// <param name="backward">The other cell.</param>
    /// <param name="backwardCall">Its call, of the same sequence.</param>
    /// <returns>The outputs side by side where their inputs lie, and the final states of both; null where there is no kernel for it.</returns>
    internal (Tensor Output, Tensor[][] States)? RunBoth(SequenceCall call, VectorCell backward, SequenceCall backwardCall) =>
        GetType() == backward.GetType() && Units == backward.Units && HasSameEquations(backward) && HasKernelFor(call.Sequence) && backward.HasKernel
            && call.InitialStates.Count == backwardCall.InitialStates.Count && (RecurrentDropout > 0) == (backward.RecurrentDropout > 0) && call.ZeroOutputForMask == backwardCall.ZeroOutputForMask
            ? Kernel([Prepare(call), backward.Prepare(backwardCall)]) : null;

    /// <summary>The cell's layer on one sequence at a time, for predictions without delay, with the weights as they are now; null where there is no kernel.</summary>
    internal RecurrentInference? NewInference()
    {
        if (!HasKernel || _kernel is null) return null;
        RecurrentInference inference = MakeInference(_kernel.Shape[0]);
        LoadWeights(inference);
        return inference;
    }

    /// <summary>Brings the weights of <see cref="NewInference"/> up to date.</summary>
    internal void LoadWeights(RecurrentInference inference)
    {
        using Tensor kernel = _kernel!.Value.detach().cpu().contiguous(), recurrent = _recurrentKernel!.Value.detach().cpu().contiguous();
        using Tensor? bias = _bias?.Value.detach().cpu().contiguous();
        inference.Load(kernel.Floats(), recurrent.Floats(), bias is null ? [] : bias.Floats());
    }

    /// <summary>The cell as a loop of tensor operations: any device, any activation, and what the kernels are checked against.</summary>
    internal (Tensor Output, IReadOnlyList<Tensor> States) RunSteps(RecurrentCall call)
    {
        if (call.Backwards) call = call with { Sequence = call.Sequence.flip(1), Mask = call.Mask?.flip(1), Backwards = false };
        IReadOnlyList<Tensor> states = call.InitialStates.Count > 0 ? call.InitialStates : [.. Enumerable.Range(0, States).Select(_ => call.ZeroState())];
        var loop = new SequenceCall(call.Sequence, states, CallContext.Infer) { Mask = call.Mask, ReturnSequences = call.ReturnSequences, ZeroOutputForMask = call.ZeroOutputForMask };
        return loop.Loop(call.ProjectInputs(), states, (projected, before) => Step(call, projected, before));
    }

    private protected abstract (Tensor Output, Tensor[][] States) Kernel(RecurrentCall[] calls);

    private protected abstract RecurrentInference MakeInference(int features);

    /// <summary>Whether a cell of the same type and activations computes the same; only options beyond these are asked for.</summary>
    private protected virtual bool HasSameEquations(VectorCell other) => true;

    private protected abstract (Tensor Output, Tensor[] States) Step(RecurrentCall call, Tensor projected, IReadOnlyList<Tensor> states);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Options.Write(config);
    }

    private bool HasKernelFor(Tensor sequence) =>
        HasKernel && sequence.device_type == DeviceType.CPU && sequence.dtype == float32 && (long)Gates * Units * (Units + sequence.shape[2]) <= LargestWeights;

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
            Backwards = call.Backwards,
            ReturnSequences = call.ReturnSequences,
            ReturnState = call.ReturnState,
            ZeroOutputForMask = call.ZeroOutputForMask,
            InTraining = training,
        };
    }
}
