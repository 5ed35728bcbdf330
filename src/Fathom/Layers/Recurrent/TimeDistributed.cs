using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A layer applied to every timestep by itself, with the same weights (<c>keras.layers.TimeDistributed</c>).</summary>
/// <remarks>
/// Input (batch, timesteps, …), output (batch, timesteps, what the layer gives for (batch, …)). Timesteps are folded into the batch: a layer whose result
/// depends on the batch, such as a batch normalization in training, sees all timesteps as one. A mask of timesteps is passed on; one with more axes is
/// folded too and reaches the layer inside.
/// </remarks>
public sealed class TimeDistributed : UnaryLayer, IFromConfig<TimeDistributed>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="layer">What is applied at each timestep; it has one input and one output.</param>
    public TimeDistributed(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = layer;
    }

    /// <summary>What is applied at each timestep.</summary>
    public Layer Layer { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Sublayers => [Layer];

    internal override string FolderOf(Layer inner) => "layer";

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <summary>Not used: the layer inside has a precision of its own.</summary>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Count < 2) throw new ShapeException($"{this.Title} got shape {input}: it needs timesteps and what is at each. Add an axis with a Reshape.");
        IReadOnlyList<Shape> outputs = Layer.ComputeOutputShapes([input[1..]]);
        return outputs.Count == 1
            ? new Shape([input[0], .. outputs[0]])
            : throw new ShapeException($"{this.Title} holds '{Layer.Name}', which has {outputs.Count} outputs. Use a layer with one.");
    }

    /// <inheritdoc/>
    public static TimeDistributed FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var layer = new TimeDistributed(KerasRegistry.Deserialize<Layer>(config["layer"]) ?? throw new ModelFormatException("The saved TimeDistributed has no layer."))
        {
            Name = config.LayerName(),
        };
        if (!config.Get("trainable", true)) layer.Trainable = false;
        return layer;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Layer.Build([input[1..]]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor folded = input.flatten(0, 1);
        if (Masks.Of(input) is { ndim: > 2 } mask) Masks.Attach(folded, mask.flatten(0, 1));
        Tensor output = Layer.Forward(folded, context), unfolded = Unfold(output, input);
        if (Masks.Of(output) is Tensor inner) Masks.Attach(unfolded, Unfold(inner, input));
        return unfolded;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return masks[0] is { ndim: 2 } ? masks : [];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["layer"] = KerasRegistry.Serialize(Layer, "keras.layers");
    }

    private static Tensor Unfold(Tensor folded, Tensor input) => folded.reshape([.. input.shape[..2], .. folded.shape[1..]]);
}
