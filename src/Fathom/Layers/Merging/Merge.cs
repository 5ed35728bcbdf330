using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What the layers share that merge their inputs value by value. Axes of length 1 are repeated to fit; an input with fewer axes than another gets axes of
/// length 1 after the batch.
/// </summary>
/// <remarks>The output's mask is true where the mask of any input is; it has none where an input has none.</remarks>
public abstract class Merge : Layer
{
    private protected Merge() { }

    /// <inheritdoc/>
    protected sealed override bool SupportsMasking => true;

    // How many inputs there must be, where the number is fixed.
    private protected virtual int? Inputs => null;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (Inputs is { } wanted && inputs.Count != wanted)
            throw new ShapeException($"{this.Title} takes {wanted} inputs but got {inputs.Count}. Apply it to {wanted} tensors.");
        if (inputs.Count == 0) throw new ShapeException($"{this.Title} got no input. Apply it to the tensors to merge.");
        return [inputs.Aggregate(Broadcast)];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // Lengths that were not known when the layer was built.
        if (InputShapes.Any(shape => !shape.IsKnown)) _ = ComputeOutputShapes([.. inputs.Select(SampleShape)]);
        long axes = inputs.Max(input => input.ndim);
        return [Combine([.. inputs.Select(input => Extended(input, input, axes))], [.. inputs.Select(input => Masks.Of(input) is Tensor mask ? Extended(mask, input, axes) : null)])];
    }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor?> ComputeMasks(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(masks);
        long axes = inputs.Max(input => input.ndim);
        Tensor? any = null;
        for (int i = 0; i < masks.Count; i++)
        {
            if (masks[i] is not Tensor mask) return [];
            mask = Extended(mask, inputs[i], axes);
            // As many axes on both sides, so that places meet those of the same axis.
            any = any is null ? mask : Pairwise.Over(any, mask).logical_or(Pairwise.Over(mask, any));
        }
        return [any];
    }

    // The masks have as many axes as reach, true where there is data.
    private protected abstract Tensor Combine(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> masks);

    // Axes after the batch, as many as the input lacks.
    private static Tensor Extended(Tensor tensor, Tensor input, long axes)
    {
        for (long missing = axes - input.ndim; missing > 0; missing--) tensor = tensor.unsqueeze(1);
        return tensor;
    }

    private Shape Broadcast(Shape one, Shape other)
    {
        if (one.Count < other.Count) (one, other) = (other, one);
        int[] axes = one.ToArray();
        for (int axis = 0; axis < other.Count; axis++)
        {
            ref int first = ref axes[one.Count - other.Count + axis];
            int second = other[axis];
            if (first != second && first > 1 && second > 1)
                throw new ShapeException($"{this.Title} got shapes {one} and {other}. Bring them to one shape first, for example with a Dense or a Conv1D of kernel size 1.");
            // As in Keras: next to an axis not known, a length is not certain before data arrive.
            first = first == Shape.Unknown || second == Shape.Unknown ? Shape.Unknown : Math.Max(first, second);
        }
        return new Shape(axes);
    }
}
