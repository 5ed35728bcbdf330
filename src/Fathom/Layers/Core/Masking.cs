using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Marks timesteps all of whose features have one value as holding no data (<c>keras.layers.Masking</c>): the layers after it leave them out.
/// </summary>
/// <remarks>Input (batch, timesteps, features); output the same with masked timesteps at zero, carrying the mask (batch, timesteps).</remarks>
public sealed class Masking : UnaryLayer, IFromConfig<Masking>
{
    /// <summary>The value that marks a timestep; 0 unless set. A NaN marks nothing, since it equals nothing.</summary>
    public float MaskValue { get; init; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    // The value is looked for in the data as they come.
    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Count > 0
            ? input
            : throw new ShapeException($"{this.Title} got shape {input} but takes (batch, timesteps, features). Shape the data so, or put a Reshape before it.");
    }

    /// <inheritdoc/>
    public static Masking FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Masking { Name = config.LayerName(), Trainable = config.Get("trainable", true), MaskValue = config.Get("mask_value", 0f) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor empty = Data(input).logical_not().unsqueeze(-1);
        return input.masked_fill(empty, 0);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [Data(inputs[0])];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["mask_value"] = MaskValue;
    }

    private Tensor Data(Tensor input) => input.ne(MaskValue).any(-1);
}
