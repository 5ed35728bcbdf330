using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="SimpleRNN"/>, <see cref="LSTM"/> and <see cref="GRU"/> share: one cell applied to timestep after timestep, its state handed on.</summary>
/// <remarks>
/// Input (batch, timesteps, features), and if wanted the initial states after it, each (batch, units). Output (batch, units), or with
/// <see cref="ReturnSequences"/> (batch, timesteps, units); with <see cref="ReturnState"/> the final states follow. Weights: kernel (features,
/// gates · units), recurrent_kernel (units, gates · units), bias, gates side by side.
/// </remarks>
public abstract class RecurrentLayer : Layer
{
    private readonly RandomStream _inputMask, _recurrentMask;
    private Weight? _kernel, _recurrentKernel, _bias;

    private protected RecurrentLayer(int units, Activation? activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Units = units;
        Activation = activation ?? Activation.Tanh;
        (_inputMask, _recurrentMask) = (AddRandomStream(), AddRandomStream());
    }

    private protected RecurrentLayer(JsonObject config) : this(config.Need<int>("units"), Activation.FromName(config.Get("activation", "tanh")))
    {
        if (config.Get("stateful", false))
            throw new ModelFormatException($"The recurrent layer '{config.LayerName()}' is stateful, which is not known here. Hand states on with ReturnState instead.");
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        UseBias = config.Get("use_bias", true);
        KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform());
        RecurrentInitializer = config.GetInitializer("recurrent_initializer", new Orthogonal());
        BiasInitializer = config.GetInitializer("bias_initializer", new Zeros());
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
        RecurrentRegularizer = config.GetRegularizer("recurrent_regularizer");
        Dropout = config.Get("dropout", 0f);
        RecurrentDropout = config.Get("recurrent_dropout", 0f);
        ReturnSequences = config.Get("return_sequences", false);
        ReturnState = config.Get("return_state", false);
        GoBackwards = config.Get("go_backwards", false);
    }

    /// <summary>The length of the state and of the output.</summary>
    public int Units { get; }

    /// <summary>Applied to the candidate state (and by the LSTM to its cell); tanh unless given.</summary>
    public Activation Activation { get; }

    /// <summary>Whether biases are added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Draws the first kernel.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Draws the first recurrent kernel.</summary>
    public Initializer RecurrentInitializer { get; init; } = new Orthogonal();

    /// <summary>Draws the first bias.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>A penalty on the recurrent kernel.</summary>
    public Regularizer? RecurrentRegularizer { get; init; }

    /// <summary>The fraction of input features dropped in training: one mask per sample for all timesteps (Gal and Ghahramani 2016).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public float Dropout { get; init => field = DropoutRate.Check(value, nameof(value)); }

    /// <summary>
    /// The fraction of the state dropped in training before it enters the gates: one mask per sample and gate for all timesteps. The input's masks
    /// are then also one per gate, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public float RecurrentDropout { get; init => field = DropoutRate.Check(value, nameof(value)); }

    /// <summary>Whether to give the output of every timestep rather than of the last.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether to give the final states too.</summary>
    public bool ReturnState { get; init; }

    /// <summary>Whether to read the sequence from its end; a returned sequence is then in the order read.</summary>
    public bool GoBackwards { get; init; }

    // Keras keeps the weights in a cell within the layer.
    internal sealed override string WeightFolder => "cell";

    private protected abstract int Gates { get; }

    private protected abstract int States { get; }

    private protected virtual int[] BiasShape => [Gates * Units];

    private protected virtual Initializer BiasStart => BiasInitializer;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 1 && inputs.Count != 1 + States)
            throw new ShapeException($"{this.Title} got {inputs.Count} inputs: it takes a sequence, or a sequence and {States} initial state(s).");
        this.NeedAxes(inputs[0], "(batch, timesteps, features)", 2);
        this.NeedSameLastAxis(inputs[0], _kernel is null ? null : _kernel.Shape[0]);
        foreach (Shape state in inputs.Skip(1))
            if (!state.Equals(new Shape(Units)))
                throw new ShapeException($"{this.Title} got an initial state of shape {state} but has {Units} units. Take the states of a layer with as many units.");
        var shapes = new List<Shape> { ReturnSequences ? inputs[0].With(-1, Units) : new Shape(Units) };
        if (ReturnState) shapes.AddRange(Enumerable.Repeat(new Shape(Units), States));
        return shapes;
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _kernel = AddWeight("kernel", [inputs[0][^1], Gates * Units], KernelInitializer, regularizer: KernelRegularizer);
        _recurrentKernel = AddWeight("recurrent_kernel", [Units, Gates * Units], RecurrentInitializer, regularizer: RecurrentRegularizer);
        if (UseBias) _bias = AddWeight("bias", BiasShape, BiasStart);
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor sequence = GoBackwards ? inputs[0].flip(1) : inputs[0];
        long[] shape = sequence.shape;
        long batch = shape[0], features = shape[2];
        if (shape[1] == 0) throw new ShapeException($"{this.Title} got sequences of no timesteps. Give at least one.");
        int masks = RecurrentDropout > 0 ? Gates : 1;
        var call = new RecurrentCall(sequence, [.. inputs.Skip(1)], _kernel!.Value, _recurrentKernel!.Value, _bias?.Value)
        {
            Gates = Gates,
            InputMask = context.Training && Dropout > 0 ? _inputMask.DropoutMask(Dropout, [masks, batch, features], sequence.device) : null,
            RecurrentMask = context.Training && RecurrentDropout > 0 ? _recurrentMask.DropoutMask(RecurrentDropout, [masks, batch, Units], sequence.device) : null,
        };
        (Tensor output, Tensor[] states) = HasKernel && sequence.device_type == DeviceType.CPU && sequence.dtype == float32 ? RunKernel(call) : RunSteps(call);
        return ReturnState ? [output, .. states] : [output];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["units"] = Units;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("recurrent_initializer", RecurrentInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("recurrent_regularizer", RecurrentRegularizer);
        config["dropout"] = Dropout;
        config["recurrent_dropout"] = RecurrentDropout;
        config["return_sequences"] = ReturnSequences;
        config["return_state"] = ReturnState;
        config["go_backwards"] = GoBackwards;
        config["stateful"] = false;
    }

    private protected KeptMemory Memory { get; } = new();

    // Whether the options are those the kernels are written for.
    private protected abstract bool HasKernel { get; }

    private protected abstract Tensor Kernel(RecurrentCall call);

    private protected abstract Tensor[] Step(RecurrentCall call, Tensor projected, Tensor[] states);

    private (Tensor Output, Tensor[] States) RunKernel(RecurrentCall call)
    {
        // Hidden states, then the cell state where it is asked for.
        Tensor packed = Kernel(call);
        if (!ReturnState) return (ReturnSequences ? packed : packed.squeeze(1), []);
        long steps = packed.shape[1] - (States - 1);
        Tensor last = packed.select(1, steps - 1);
        return (ReturnSequences ? packed.narrow(1, 0, steps) : last, States == 1 ? [last] : [last, packed.select(1, steps)]);
    }

    /// <summary>The layer as a loop of tensor operations: any device, any activation, and what the kernels are checked against.</summary>
    internal (Tensor Output, Tensor[] States) RunSteps(RecurrentCall call)
    {
        Tensor[] states = call.InitialStates.Count > 0 ? [.. call.InitialStates] : [.. Enumerable.Range(0, States).Select(_ => call.ZeroState())];
        var outputs = new List<Tensor>();
        foreach (Tensor projected in call.ProjectInputs().unbind(1))
        {
            states = Step(call, projected, states);
            if (ReturnSequences) outputs.Add(states[0]);
        }
        return (ReturnSequences ? stack(outputs, 1) : states[0], states);
    }
}
