using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The products of two inputs summed along an axis of each, sample by sample (<c>keras.layers.Dot</c>).</summary>
/// <remarks>
/// The output's axes are those of the first input without the one summed over, then those of the second without batch and the one summed over; of two
/// vectors it is (batch, 1). It has no mask.
/// </remarks>
public sealed class Dot : Layer, IFromConfig<Dot>
{
    private const double Epsilon = 1e-7;

    /// <summary>Creates the layer.</summary>
    /// <param name="axis">The axis of both inputs to sum along, batch counted: 1 is the first after the batch, -1 the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, the batch.</exception>
    public Dot(int axis) : this(axis, axis) { }

    /// <summary>Creates the layer.</summary>
    /// <param name="first">The axis of the first input to sum along, batch counted: 1 is the first after the batch, -1 the last.</param>
    /// <param name="second">The axis of the second input.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is 0, the batch.</exception>
    public Dot(int first, int second)
    {
        if (first == 0 || second == 0) throw new ArgumentOutOfRangeException(nameof(first), 0, "Axis 0 is the batch; 1 is the first axis of a sample.");
        Axes = (first, second);
    }

    /// <summary>The axes to sum along, one of each input.</summary>
    public (int First, int Second) Axes { get; }

    /// <summary>Whether the inputs are brought to length 1 along the axes first, so that the output is the cosine between them; not by default.</summary>
    public bool Normalize { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2) throw new ShapeException($"{this.Title} takes 2 inputs but got {inputs.Count}. Apply it to 2 tensors.");
        (Shape one, Shape other) = (inputs[0], inputs[1]);
        int first = Index(one, Axes.First), second = Index(other, Axes.Second);
        if (one[first] != other[second] && one[first] != Shape.Unknown && other[second] != Shape.Unknown)
            throw new ShapeException(
                $"{this.Title} got shapes {one} and {other}: axis {Axes.First} of the first has {one[first]} places and axis {Axes.Second} of the second " +
                $"{other[second]}. Name axes of one length.");
        int[] axes = [.. one.Where((_, axis) => axis != first), .. other.Where((_, axis) => axis != second)];
        return [axes.Length == 0 ? [1] : new Shape(axes)];
    }

    /// <inheritdoc/>
    public static Dot FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        int[] axes = SlidingWindow.ReadAxes(config, "axes", 2, -1);
        return new Dot(axes[0], axes[1]) { Name = config.LayerName(), Trainable = config.Get("trainable", true), Normalize = config.Get("normalize", false) };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // Lengths that were not known when the layer was built.
        if (InputShapes.Any(shape => !shape.IsKnown)) _ = ComputeOutputShapes([.. inputs.Select(SampleShape)]);
        Tensor one = Last(inputs[0], Axes.First), other = Last(inputs[1], Axes.Second);
        long[] left = one.shape[..^1], right = other.shape[1..^1];
        if (one.ndim != 3) one = one.reshape(left[0], -1, one.shape[^1]);
        if (other.ndim != 3) other = other.reshape(left[0], -1, other.shape[^1]);
        Tensor product = one.bmm(other.transpose(1, 2));
        long[] shape = [.. left, .. right];
        return [product.reshape(shape.Length == 1 ? [shape[0], 1] : shape)];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Axes.First == Axes.Second) config["axes"] = Axes.First;
        else config["axes"] = new JsonArray(Axes.First, Axes.Second);
        config["normalize"] = Normalize;
    }

    private Tensor Last(Tensor input, int axis)
    {
        Tensor moved = input.movedim([axis], [-1]);
        return Normalize ? moved * moved.square().sum(-1, true).clamp_min(Epsilon * Epsilon).rsqrt() : moved;
    }

    private int Index(Shape shape, int axis)
    {
        int index = axis < 0 ? shape.Count + axis : axis - 1;
        return index >= 0 && index < shape.Count
            ? index
            : throw new ShapeException($"{this.Title} sums along axis {axis}, which shape {shape} does not have. Choose from 1 … {shape.Count}.");
    }
}
