using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>exp(x) over its sum along axes (<c>keras.layers.Softmax</c>). Any shape, unchanged.</summary>
/// <remarks>Masked steps get 0 and the others sum to 1 without them; where all are masked, all are 0.</remarks>
public sealed class Softmax : UnaryLayer, IFromConfig<Softmax>
{
    /// <summary>The axis, or axes, to sum over, batch counted; the last unless set.</summary>
    public Axes Axis { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = -1;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _ = this.ResolveAxes(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static Softmax FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Softmax
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Axis = config.GetAxes("axis") ?? -1,
        };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor? mask = Masks.Aligned(input);
        // Finite, so that a row that is masked throughout does not become NaN.
        Tensor logits = mask is null ? input : input.masked_fill(mask.logical_not(), input.dtype == ScalarType.Float16 ? -3e4 : -1e9);
        Tensor result = Axis is [int axis] ? softmax(logits, axis) : SoftmaxOver(logits, [.. Axis.Select(axis => (long)axis)]);
        return mask is null ? result : result.masked_fill(mask.logical_not(), 0);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("axis", Axis);
    }

    private static Tensor SoftmaxOver(Tensor logits, long[] axes)
    {
        Tensor exponentials = (logits - logits.amax(axes, keepdim: true)).exp();
        return exponentials / exponentials.sum(axes, keepdim: true);
    }
}
