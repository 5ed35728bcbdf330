using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Divides the values along some axes by their root mean square, then scales them: scale · x / √(mean x² + ε) (<c>keras.layers.RMSNormalization</c>; Zhang and Sennrich 2019).</summary>
/// <remarks>Any shape, unchanged. Weight: scale, shaped as the axes.</remarks>
public sealed class RMSNormalization : UnaryLayer, IFromConfig<RMSNormalization>
{
    private Weight? _scale;
    private long[] _axes = [];

    /// <summary>The axis, or axes, to normalize over, batch counted; the last unless set.</summary>
    public Axes Axis { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = -1;

    /// <summary>Added to the mean square; 0.000001 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Epsilon is a small positive number; 1e-6 is usual.");
    } = 1e-6;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedSameLengths(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static RMSNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new RMSNormalization
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Axis = config.GetAxes("axis") ?? -1,
            Epsilon = config.Get("epsilon", 1e-6),
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        _axes = Array.ConvertAll(this.ResolveAxes(input, Axis), axis => (long)axis);
        _scale = AddWeight("scale", this.LengthsAlong(input, Axis), new Ones());
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] along = new long[input.ndim];
        for (int axis = 0; axis < along.Length; axis++) along[axis] = _axes.Contains(axis) ? input.shape[axis] : 1;
        return input * (input.square().mean(_axes, keepdim: true) + Epsilon).rsqrt() * _scale!.Value.view(along);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("axis", Axis);
        config["epsilon"] = Epsilon;
    }
}
