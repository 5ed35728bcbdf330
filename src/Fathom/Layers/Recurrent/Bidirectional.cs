using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Two recurrent layers that read a sequence from both ends, their outputs merged timestep by timestep (<c>keras.layers.Bidirectional</c>; Schuster and
/// Paliwal 1997).
/// </summary>
/// <remarks>
/// Input (batch, timesteps, …), and if wanted the initial states after it, the forward layer's first. Outputs as those of the layer inside, merged as
/// <see cref="MergeMode"/> says, then, where it returns states, those of the forward and those of the backward layer. Where a mask leaves a timestep out,
/// both give zero for it.
/// </remarks>
public sealed class Bidirectional : Layer, IFromConfig<Bidirectional>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="layer">Describes both directions. It is copied: weights are new.</param>
    /// <param name="backwardLayer">The layer that reads from the end, itself; a copy of <paramref name="layer"/> with <see cref="RNN.GoBackwards"/> turned unless given.</param>
    /// <exception cref="ArgumentException">Both layers read in the same direction, or differ in what they return or whether they are stateful.</exception>
    public Bidirectional(RNN layer, RNN? backwardLayer = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ForwardLayer = Copy(layer, "forward", layer.GoBackwards);
        BackwardLayer = backwardLayer ?? Copy(layer, "backward", true);
        if (ForwardLayer.GoBackwards == BackwardLayer.GoBackwards)
            throw new ArgumentException($"Both layers of a Bidirectional have GoBackwards {ForwardLayer.GoBackwards}. Set it for the backward layer alone.", nameof(backwardLayer));
        if (Returns(ForwardLayer) != Returns(BackwardLayer))
            throw new ArgumentException("The layers of a Bidirectional differ in ReturnSequences, ReturnState or Stateful. Set these alike.", nameof(backwardLayer));
        ForwardLayer.ZeroOutputWhereSequences();
        BackwardLayer.ZeroOutputWhereSequences();
    }

    /// <summary>The layer that reads from the beginning.</summary>
    public RNN ForwardLayer { get; }

    /// <summary>The layer that reads from the end.</summary>
    public RNN BackwardLayer { get; }

    /// <summary>What becomes of the two outputs; side by side unless set.</summary>
    public MergeMode MergeMode { get; init; } = MergeMode.Concatenate;

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => [ForwardLayer, BackwardLayer];

    internal override string RestArgument => "initial_state";

    internal override string FolderOf(Layer inner) => inner == ForwardLayer ? "forward_layer" : "backward_layer";

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <summary>Not used: the layers inside have a precision each.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        IReadOnlyList<Shape> forward = ForwardLayer.ComputeOutputShapes(Half(inputs, 0)), backward = BackwardLayer.ComputeOutputShapes(Half(inputs, 1));
        if (MergeMode is not (MergeMode.None or MergeMode.Concatenate) && !forward[0].Equals(backward[0]))
            throw new ShapeException($"{this.Title} cannot merge outputs of shapes {forward[0]} and {backward[0]}. Give both layers as many units, or concatenate.");
        Shape[] merged = MergeMode switch
        {
            MergeMode.None => [forward[0], backward[0]],
            MergeMode.Concatenate => [forward[0].With(-1, forward[0][^1] + backward[0][^1])],
            _ => [forward[0]],
        };
        return [.. merged, .. forward.Skip(1), .. backward.Skip(1)];
    }

    /// <inheritdoc/>
    public static Bidirectional FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var layer = new Bidirectional(
            KerasRegistry.Deserialize<RNN>(config["layer"]) ?? throw new ModelFormatException("The saved Bidirectional has no layer."),
            KerasRegistry.Deserialize<RNN>(config["backward_layer"]))
        {
            Name = config.LayerName(),
            MergeMode = ReadMode(config),
        };
        if (!config.Get("trainable", true)) layer.Trainable = false;
        return layer;
    }

    /// <inheritdoc/>
    protected override void OnBuild(IReadOnlyList<Shape> inputs)
    {
        ForwardLayer.Build(Half(inputs, 0));
        BackwardLayer.Build(Half(inputs, 1));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        if (CallTogether(inputs, context) is { } outputs) return outputs;
        IReadOnlyList<Tensor> forward = ForwardLayer.Forward(Half(inputs, 0), context), backward = BackwardLayer.Forward(Half(inputs, 1), context);
        Tensor one = forward[0], other = ForwardLayer.ReturnSequences ? backward[0].flip(1) : backward[0];
        return [.. MergeMode == MergeMode.Concatenate ? [cat([one, other], -1)] : Merge(one, other), .. forward.Skip(1), .. backward.Skip(1)];
    }

    // Both directions in one call of a kernel.
    private IReadOnlyList<Tensor>? CallTogether(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        if (ForwardLayer is not { GoBackwards: false, IsCalledPlainly: true, Cell: VectorCell { IsCalledPlainly: true } cell }) return null;
        if (BackwardLayer is not { IsCalledPlainly: true, Cell: VectorCell { IsCalledPlainly: true } other }) return null;
        SequenceCall forward = ForwardLayer.Begin(Half(inputs, 0), context), backward = BackwardLayer.Begin(Half(inputs, 1), context);
        if (cell.RunBoth(forward, other, backward) is not (Tensor output, Tensor[][] states)) return null;
        return [
            .. MergeMode == MergeMode.Concatenate ? [output] : Merge(output.narrow(-1, 0, cell.Units), output.narrow(-1, cell.Units, cell.Units)),
            .. ForwardLayer.End(forward, states[0]), .. BackwardLayer.End(backward, states[1]),
        ];
    }

    private Tensor[] Merge(Tensor one, Tensor other) => MergeMode switch
    {
        MergeMode.None => [one, other],
        MergeMode.Sum => [one + other],
        MergeMode.Multiply => [one * other],
        _ => [(one + other) / 2],
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return !ForwardLayer.ReturnSequences ? [] : MergeMode == MergeMode.None ? [masks[0], masks[0]] : [masks[0]];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["merge_mode"] = MergeMode switch
        {
            MergeMode.Concatenate => "concat",
            MergeMode.Sum => "sum",
            MergeMode.Multiply => "mul",
            MergeMode.Average => "ave",
            _ => null,
        };
        config["layer"] = KerasRegistry.Serialize(ForwardLayer, "keras.layers");
        config["backward_layer"] = KerasRegistry.Serialize(BackwardLayer, "keras.layers");
    }

    // Keras writes null for two outputs, which differs from a key that is missing.
    private static MergeMode ReadMode(JsonObject config) => !config.ContainsKey("merge_mode") ? MergeMode.Concatenate : config.Get<string?>("merge_mode", null) switch
    {
        "concat" => MergeMode.Concatenate,
        "sum" => MergeMode.Sum,
        "mul" => MergeMode.Multiply,
        "ave" => MergeMode.Average,
        null => MergeMode.None,
        string other => throw new ModelFormatException($"There is no merge mode '{other}'; it is concat, sum, mul, ave or null."),
    };

    private static RNN Copy(RNN layer, string direction, bool backwards)
    {
        JsonObject description = KerasRegistry.Serialize(layer, "keras.layers")!, config = description["config"]!.AsObject();
        string prefix = direction + "_";
        config["name"] = prefix + (layer.Name.StartsWith(prefix, StringComparison.Ordinal) ? layer.Name[prefix.Length..] : layer.Name);
        config["go_backwards"] = backwards;
        RNN copy = KerasRegistry.Deserialize<RNN>(description)!;
        copy.LearningRateMultiplier = layer.LearningRateMultiplier;
        return copy;
    }

    private static (bool, bool, bool) Returns(RNN layer) => (layer.ReturnSequences, layer.ReturnState, layer.Stateful);

    // The sequence, and this direction's half of the initial states.
    private T[] Half<T>(IReadOnlyList<T> inputs, int direction)
    {
        if (inputs.Count % 2 == 0) throw new ShapeException($"{this.Title} got {inputs.Count} inputs: it takes a sequence, or a sequence and the initial states of both layers.");
        int half = (inputs.Count - 1) / 2;
        return [inputs[0], .. inputs.Skip(1 + direction * half).Take(half)];
    }
}
