using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Layers;

/// <summary>Joins its inputs along one axis, all other axes being equal (<c>keras.layers.Concatenate</c>).</summary>
/// <remarks>Masks are joined too: a place of the output holds data where a value of it does. Inputs without a mask are all data.</remarks>
public sealed class Concatenate : Layer, IFromConfig<Concatenate>
{
    /// <summary>The axis to join along, batch counted: 1 is the first after the batch, -1 (default) the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, the batch.</exception>
    public int Axis
    {
        get;
        init => field = value != 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch; 1 is the first axis of a sample.");
    } = -1;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ShapeException($"{this.Title} got no input. Apply it to the tensors to join.");
        Shape first = inputs[0];
        int axis = Axis < 0 ? first.Count + Axis : Axis - 1;
        if (axis < 0 || axis >= first.Count) throw new ShapeException($"{this.Title} joins along axis {Axis}, which shape {first} does not have. Set Axis to 1 … {first.Count}.");
        Shape rest = first.With(axis, 1);
        foreach (Shape other in inputs)
            if (other.Count != first.Count || !other.With(axis, 1).Matches(rest))
                throw new ShapeException($"{this.Title} got shapes {first} and {other}, which differ in more than axis {Axis}. Bring the other axes to the same lengths first.");
        int length = inputs.Any(input => input[axis] == Shape.Unknown) ? Shape.Unknown : inputs.Sum(input => input[axis]);
        return [first.With(axis, length)];
    }

    /// <inheritdoc/>
    public static Concatenate FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Concatenate { Name = config.LayerName(), Trainable = config.Get("trainable", true), Axis = config.Get("axis", -1) };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<torch.Tensor> Call(IReadOnlyList<torch.Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // Lengths that were not known when the layer was built.
        if (InputShapes.Any(shape => !shape.IsKnown)) _ = ComputeOutputShapes([.. inputs.Select(SampleShape)]);
        return [torch.cat([.. inputs], Axis)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<torch.Tensor?> ComputeMasks(IReadOnlyList<torch.Tensor> inputs, IReadOnlyList<torch.Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.All(mask => mask is null)) return [];
        // An input without a mask is all data; a place of the output holds data where any of its values does.
        torch.Tensor[] whole = [.. inputs.Select((input, i) => Pairwise.Over(masks[i] ?? torch.ones(input.shape[..1], dtype: torch.ScalarType.Bool, device: input.device), input).expand(input.shape))];
        return [torch.cat(whole, Axis).any(-1)];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = Axis;
    }
}
