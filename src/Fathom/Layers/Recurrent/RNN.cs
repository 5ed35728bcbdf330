using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A cell applied to timestep after timestep, its states handed on (<c>keras.layers.RNN</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, …), and if wanted the initial states after it. Output that of the last timestep, or with <see cref="ReturnSequences"/> (batch,
/// timesteps, …); with <see cref="ReturnState"/> the final states follow. Where the input has a mask, timesteps without data are skipped: states stay, and
/// the output is the one before again (zero where there is none before, or with <see cref="ZeroOutputForMask"/>).
/// </remarks>
public class RNN : Layer, IFromConfig<RNN>
{
    private bool _zeroOutputForMask;

    /// <summary>Creates the layer.</summary>
    /// <param name="cell">What happens at one timestep.</param>
    public RNN(RecurrentCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Cell = cell;
    }

    /// <summary>Creates a layer of several cells, each reading the output of the one before.</summary>
    /// <param name="cells">The cells, at least one.</param>
    public RNN(IReadOnlyList<RecurrentCell> cells) : this(new StackedRNNCells(cells)) { }

    private protected RNN(RecurrentCell cell, JsonObject config) : this(cell)
    {
        Name = config.LayerName();
        // Setting it reaches the cell, which may be frozen by itself.
        if (!config.Get("trainable", true)) Trainable = false;
        ReturnSequences = config.Get("return_sequences", false);
        ReturnState = config.Get("return_state", false);
        GoBackwards = config.Get("go_backwards", false);
        Stateful = config.Get("stateful", false);
        ZeroOutputForMask = config.Get("zero_output_for_mask", false);
    }

    /// <summary>What happens at one timestep.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>Whether to give the output of every timestep rather than of the last.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether to give the final states too.</summary>
    public bool ReturnState { get; init; }

    /// <summary>Whether to read the sequence from its end; a returned sequence is then in the order read.</summary>
    public bool GoBackwards { get; init; }

    /// <summary>
    /// Whether each batch begins with the states the one before ended with, sample by sample, until <see cref="Layer.ResetState"/>. All batches then have
    /// one size, and data must not be shuffled. Gradients do not reach back into the batch before.
    /// </summary>
    public bool Stateful { get; init; }

    /// <summary>Whether the output of a timestep without data is zero rather than the output before it.</summary>
    public bool ZeroOutputForMask { get => _zeroOutputForMask; init => _zeroOutputForMask = value; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Layer> Sublayers => [Cell];

    internal sealed override string RestArgument => "initial_state";

    internal sealed override string FolderOf(Layer inner) => "cell";

    internal sealed override CarriedStates Carried { get; } = new();

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ShapeException($"{this.Title} got no input: it takes a sequence.");
        Shape step = StepOf(inputs[0]);
        IReadOnlyList<Shape> states = Cell.ComputeStateShapes(step);
        if (inputs.Count != 1 && inputs.Count != 1 + states.Count)
            throw new ShapeException($"{this.Title} got {inputs.Count} inputs: it takes a sequence, or a sequence and {states.Count} initial state(s).");
        foreach ((Shape wanted, Shape got) in states.Zip(inputs.Skip(1)))
            if (!wanted.Matches(got))
                throw new ShapeException($"{this.Title} got an initial state of shape {got} where one of shape {wanted} belongs. Take the states of a layer with as many units.");
        Shape output = Cell.ComputeOutputShape(step);
        Shape whole = ReturnSequences ? new Shape([inputs[0][0], .. output]) : output;
        return ReturnState ? [whole, .. states] : [whole];
    }

    /// <summary>Makes a layer again.</summary>
    /// <param name="config">As <see cref="Layer.GetConfig"/> gives it.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelFormatException">The configuration is incomplete, or names a cell that is not known.</exception>
    public static RNN FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new RNN(KerasRegistry.Deserialize<RecurrentCell>(config["cell"]) ?? throw new ModelFormatException("The saved RNN has no cell."), config);
    }

    /// <summary>Gives zero where there is no data, as merging two directions needs it.</summary>
    internal void ZeroOutputWhereSequences() => _zeroOutputForMask = ReturnSequences;

    /// <inheritdoc/>
    protected sealed override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Cell.BuildFor(inputs[0][1..]);
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        SequenceCall call = Begin(inputs, context);
        (Tensor output, IReadOnlyList<Tensor> states) = Cell.Run(call);
        return [output, .. End(call, states)];
    }

    /// <summary>What <see cref="Cell"/> is asked for.</summary>
    internal SequenceCall Begin(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor sequence = inputs[0];
        Tensor? mask = Masks.Of(sequence);
        if (sequence.shape[1] == 0) throw new ShapeException($"{this.Title} got sequences of no timesteps. Give at least one.");
        if (mask is not null && mask.ndim != 2)
            throw new ShapeException($"{this.Title} got a mask of shape ({string.Join(", ", mask.shape)}): a mask of timesteps is (batch, timesteps).");
        bool carries = Carries(context);
        return new SequenceCall(sequence, inputs.Count > 1 ? [.. inputs.Skip(1)] : carries ? StartOf(sequence) : [], context)
        {
            Mask = mask,
            Backwards = GoBackwards,
            ReturnSequences = ReturnSequences,
            ReturnState = ReturnState || carries,
            ZeroOutputForMask = ZeroOutputForMask,
        };
    }

    /// <summary>Carries the final states on, and gives them where they are outputs.</summary>
    internal IReadOnlyList<Tensor> End(SequenceCall call, IReadOnlyList<Tensor> states)
    {
        if (Carries(call.Context)) Carried.Carry(states);
        return ReturnState ? states : [];
    }

    // As Keras: in its order also where the sequence is read from its end.
    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return ReturnSequences ? [masks[0]] : [];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        WriteSequenceOptions(config);
        config["cell"] = KerasRegistry.Serialize(Cell, "keras.layers");
    }

    private protected void WriteSequenceOptions(JsonObject config)
    {
        config["return_sequences"] = ReturnSequences;
        config["return_state"] = ReturnState;
        config["go_backwards"] = GoBackwards;
        config["stateful"] = Stateful;
        // Keras's files have it; a loop here is always one.
        config["unroll"] = false;
        config["zero_output_for_mask"] = ZeroOutputForMask;
    }

    private bool Carries(CallContext context) => Stateful && !context.IsTrial;

    private Shape StepOf(Shape sequence)
    {
        if (Cell.SequenceAxes is { } axes) this.NeedAxes(sequence, axes, axes.Count(letter => letter == ','));
        else if (sequence.Count < 2) throw new ShapeException($"{this.Title} got shape {sequence}: it needs a batch, timesteps, and what is read at each. Add an axis with a Reshape.");
        this.NeedSameLastAxis(sequence, Cell.IsBuilt ? Cell.InputShapes[0][^1] : null);
        return sequence[1..];
    }

    private Tensor[] StartOf(Tensor sequence)
    {
        IReadOnlyList<Tensor> states = Carried.Values;
        if (states.Count > 0 && states[0].shape[0] != sequence.shape[0])
            throw new ShapeException(
                $"{this.Title} is stateful and carries states of {states[0].shape[0]} samples, but got a batch of {sequence.shape[0]}. " +
                "Make all batches of one size, or call ResetState before.");
        // A copy: what evaluation left behind cannot be part of a gradient graph.
        return [.. states.Select(state => state.to(sequence.device, copy: true))];
    }
}
