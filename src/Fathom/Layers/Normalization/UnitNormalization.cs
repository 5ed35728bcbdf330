using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Scales the values along some axes of each sample to L2 norm 1 (<c>keras.layers.UnitNormalization</c>). Any shape, unchanged; zeros stay zeros.</summary>
public sealed class UnitNormalization : UnaryLayer, IFromConfig<UnitNormalization>
{
    /// <summary>The axis, or axes, of a vector, batch counted; the last unless set.</summary>
    public Axes Axis { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = -1;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _ = this.ResolveAxes(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static UnitNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new UnitNormalization { Name = config.LayerName(), Trainable = config.Get("trainable", true), Axis = config.GetAxes("axis") ?? -1 };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // The bound, Keras's, is on the square, so that zeros have a gradient.
        return input * input.square().sum([.. Axis.Select(axis => (long)axis)], keepdim: true).clamp_min(1e-24).rsqrt();
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("axis", Axis);
    }
}
