using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Gives the values along some axes of each sample mean 0 and variance 1, then scales and shifts them: gamma · (x − mean) / √(variance + ε) + beta
/// (<c>keras.layers.LayerNormalization</c>; Ba et al. 2016).
/// </summary>
/// <remarks>Any shape, unchanged. Weights: gamma and beta, each shaped as the axes.</remarks>
public sealed class LayerNormalization : ScaledNormalization, IFromConfig<LayerNormalization>
{
    private long[] _axes = [], _lengths = [];

    /// <summary>Creates the layer.</summary>
    public LayerNormalization() { }

    private LayerNormalization(JsonObject config) : base(config)
    {
        Axis = config.GetAxes("axis") ?? -1;
        RmsScaling = config.Get("rms_scaling", false);
    }

    /// <summary>The axis, or axes, to normalize over, batch counted: 1 is the first after the batch, -1 (default) the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is 0, the batch.</exception>
    public Axes Axis
    {
        get;
        init => field = value is not null && !value.Contains(0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch; 1 is the first axis of a sample.");
    } = -1;

    /// <summary>
    /// Whether to divide by the deviation alone, without taking off the mean or adding beta. Keras keeps this for old models and advises <see cref="RMSNormalization"/>.
    /// </summary>
    public bool RmsScaling { get; init; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedSameLengths(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static LayerNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new LayerNormalization(config);
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int[] lengths = this.LengthsAlong(input, Axis);
        _axes = Array.ConvertAll(this.ResolveAxes(input, Axis), axis => (long)axis);
        _lengths = Array.ConvertAll(lengths, length => (long)length);
        AddScale(lengths, Scale || RmsScaling, Center && !RmsScaling);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Axes are ascending: all of them last means that the first is as far from the end as there are axes.
        if (_axes[0] == input.ndim - _axes.Length) return Normalize(input);
        long[] last = [.. _axes.Select((_, i) => input.ndim - _axes.Length + i)];
        return Normalize(input.movedim(_axes, last)).movedim(last, _axes);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("axis", Axis);
        base.WriteConfig(config);
        config["rms_scaling"] = RmsScaling;
    }

    private Tensor Normalize(Tensor input)
    {
        if (!RmsScaling) return nn.functional.layer_norm(input, _lengths, Gamma?.Value, Beta?.Value, Epsilon);
        long[] last = [.. _axes.Select((_, i) => -1L - i)];
        return input * (input.var(last, unbiased: false, keepdim: true) + Epsilon).rsqrt() * Gamma!.Value;
    }
}
