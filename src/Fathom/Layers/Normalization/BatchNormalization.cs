using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Gives every feature mean 0 and variance 1, then scales and shifts it: gamma · (x − mean) / √(variance + ε) + beta. In training mean and variance are those of
/// the batch, and moving averages of them are kept, which serve in all other calls (<c>keras.layers.BatchNormalization</c>; Ioffe and Szegedy 2015).
/// </summary>
/// <remarks>
/// Any shape, unchanged. Weights, each as long as the axis: gamma, beta and, changed by no optimizer, moving_mean and moving_variance. The variance is the biased one
/// throughout, as in Keras; PyTorch's moving variance is the unbiased one. Masked steps do not count. Set <see cref="Layer.Trainable"/> to false and the layer
/// uses its moving averages in training as well, and leaves them as they are. A constant batch of one value per feature gives beta.
/// </remarks>
public sealed class BatchNormalization : ScaledNormalization, IFromConfig<BatchNormalization>, IValueLine
{
    private Weight? _mean, _variance;
    private int _axis;

    /// <summary>Creates the layer.</summary>
    public BatchNormalization() { }

    private BatchNormalization(JsonObject config) : base(config)
    {
        if (config.Get("renorm", false))
            throw new ModelFormatException($"The BatchNormalization '{config.LayerName()}' corrects batches by renorm, which is not known here. Train the model without it.");
        // Files of Keras 2 hold a list of one.
        Axis = config.GetAxes("axis") is { Count: > 0 } axes ? axes[0] : -1;
        Momentum = config.Get("momentum", 0.99);
        MovingMeanInitializer = config.GetInitializer("moving_mean_initializer", new Zeros());
        MovingVarianceInitializer = config.GetInitializer("moving_variance_initializer", new Ones());
    }

    /// <summary>The axis of features, batch counted; the last unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 0, the batch.</exception>
    public int Axis
    {
        get;
        init => field = value != 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Axis 0 is the batch; -1 is the last axis, that of features.");
    } = -1;

    /// <summary>How much of the moving averages a step keeps, in [0, 1]; 0.99 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The momentum is the share kept per step, from 0 to 1; 0.99 is usual.");
    } = 0.99;

    /// <summary>Draws the first moving mean.</summary>
    public Initializer MovingMeanInitializer { get; init; } = new Zeros();

    /// <summary>Draws the first moving variance.</summary>
    public Initializer MovingVarianceInitializer { get; init; } = new Ones();

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedSameLengths(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static BatchNormalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BatchNormalization(config);
    }

    ValueLine? IValueLine.AtInference(int features)
    {
        if (_mean is null || _axis != InputShapes[0].Count) return null;
        float[] mean = _mean.ToArray(), scale = Gamma?.ToArray() ?? [.. Enumerable.Repeat(1f, features)], variance = _variance!.ToArray();
        return new ValueLine(mean, [.. scale.Zip(variance, (gamma, spread) => (float)(gamma / Math.Sqrt(spread + Epsilon)))], Beta?.ToArray() ?? new float[features]);
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int[] length = this.LengthsAlong(input, Axis);
        _axis = this.ResolveAxes(input, Axis)[0];
        AddScale(length, Scale, Center);
        _mean = AddWeight("moving_mean", length, MovingMeanInitializer, trainable: false);
        _variance = AddWeight("moving_variance", length, MovingVarianceInitializer, trainable: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        bool byBatch = context.Training && Trainable;
        if (byBatch && Masks.Aligned(input) is Tensor mask) return NormalizeUnmasked(input, mask);
        Tensor channels = ChannelsFirst.Of(input, _axis), result;
        if (byBatch)
        {
            // With all momentum on the new values, the native moving averages are the statistics of the batch alone.
            Tensor mean = zeros_like(_mean!.Value), variance = zeros_like(mean);
            result = nn.functional.batch_norm(channels, mean, variance, Gamma?.Value, Beta?.Value, training: true, momentum: 1, eps: Epsilon);
            double count = (double)input.NumberOfElements / mean.NumberOfElements;
            // Not in place: the graph holds on to both.
            Keep(mean, count > 1 ? variance * ((count - 1) / count) : zeros_like(mean));
        }
        else
        {
            result = nn.functional.batch_norm(channels, _mean!.Value, _variance!.Value, Gamma?.Value, Beta?.Value, training: false, eps: Epsilon);
        }
        return ChannelsFirst.Undo(result, input, _axis);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = Axis;
        config["momentum"] = Momentum;
        base.WriteConfig(config);
        config.Put("moving_mean_initializer", MovingMeanInitializer);
        config.Put("moving_variance_initializer", MovingVarianceInitializer);
        config["synchronized"] = false;
    }

    private Tensor NormalizeUnmasked(Tensor input, Tensor mask)
    {
        long[] others = [.. Enumerable.Range(0, (int)input.ndim).Where(axis => axis != _axis).Select(axis => (long)axis)], along = new long[input.ndim];
        Array.Fill(along, 1);
        along[_axis] = input.shape[_axis];
        Tensor absent = mask.logical_not();
        // Keras's constant, for a batch without a single step.
        Tensor count = mask.to(input.dtype).expand_as(input).sum(others, keepdim: true) + 1e-7;
        Tensor mean = input.masked_fill(absent, 0).sum(others, keepdim: true) / count, centred = input - mean;
        Tensor variance = centred.masked_fill(absent, 0).square().sum(others, keepdim: true) / count;
        Keep(mean.detach().flatten(), variance.detach().flatten());
        Tensor result = centred * (variance + Epsilon).rsqrt();
        if (Gamma is not null) result *= Gamma.Value.view(along);
        return Beta is null ? result : result + Beta.Value.view(along);
    }

    private void Keep(Tensor mean, Tensor variance)
    {
        using var quiet = no_grad();
        _ = _mean!.Value.mul_(Momentum).add_(mean, alpha: 1 - Momentum);
        _ = _variance!.Value.mul_(Momentum).add_(variance, alpha: 1 - Momentum);
    }
}
