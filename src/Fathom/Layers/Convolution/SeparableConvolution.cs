using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="SeparableConv1D"/> and <see cref="SeparableConv2D"/> share: filters for each channel on its own, then a mixing of the channels at each
/// place. Channels are the last axis. Weights: depthwise_kernel (window axes, channels, multiplier), pointwise_kernel (1 for each axis, channels ·
/// multiplier, filters), bias (filters).
/// </summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class SeparableConvolution<TSize> : FilterLayer<TSize> where TSize : struct
{
    private static readonly SlidingWindow[] Places = [.. Enumerable.Repeat(new SlidingWindow(1, 1, 1, WindowPadding.Valid), Sizes<TSize>.Count)];
    private Weight? _depthwise, _pointwise;

    private protected SeparableConvolution(int filters, TSize kernelSize, Activation? activation) : base(kernelSize, activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Filters = filters;
    }

    private protected SeparableConvolution(JsonObject config) : base(config)
    {
        Filters = config.Need<int>("filters");
        DepthMultiplier = config.Get("depth_multiplier", 1);
        DepthwiseInitializer = config.GetInitializer("depthwise_initializer", new GlorotUniform());
        DepthwiseRegularizer = config.GetRegularizer("depthwise_regularizer");
        DepthwiseConstraint = config.GetConstraint("depthwise_constraint");
        PointwiseInitializer = config.GetInitializer("pointwise_initializer", new GlorotUniform());
        PointwiseRegularizer = config.GetRegularizer("pointwise_regularizer");
        PointwiseConstraint = config.GetConstraint("pointwise_constraint");
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>How many filters each channel has; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int DepthMultiplier
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Each channel has at least one filter: set DepthMultiplier to 1 or more.");
    } = 1;

    /// <summary>Draws the first filters of the channels.</summary>
    public Initializer DepthwiseInitializer { get; init; } = new GlorotUniform();

    /// <summary>A penalty on the filters of the channels.</summary>
    public Regularizer? DepthwiseRegularizer { get; init; }

    /// <summary>Bounds the filters of the channels.</summary>
    public Constraint? DepthwiseConstraint { get; init; }

    /// <summary>Draws the first mixing weights.</summary>
    public Initializer PointwiseInitializer { get; init; } = new GlorotUniform();

    /// <summary>A penalty on the mixing weights.</summary>
    public Regularizer? PointwiseRegularizer { get; init; }

    /// <summary>Bounds the mixing weights.</summary>
    public Constraint? PointwiseConstraint { get; init; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        this.NeedSameLastAxis(input, _depthwise?.Shape[^2]);
        return Slid(input, Filters);
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] depthwise = [.. Sizes<TSize>.ToArray(KernelSize), input[^1], DepthMultiplier];
        int[] pointwise = [.. Sizes<TSize>.ToArray(Sizes<TSize>.One), input[^1] * DepthMultiplier, Filters];
        _depthwise = AddWeight("depthwise_kernel", depthwise, DepthwiseInitializer, regularizer: DepthwiseRegularizer, constraint: DepthwiseConstraint);
        _pointwise = AddWeight("pointwise_kernel", pointwise, PointwiseInitializer, regularizer: PointwiseRegularizer, constraint: PointwiseConstraint);
        AddBias(Filters);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["filters"] = Filters;
        config["depth_multiplier"] = DepthMultiplier;
        base.WriteConfig(config);
        config.Put("depthwise_initializer", DepthwiseInitializer);
        config.Put("depthwise_regularizer", DepthwiseRegularizer);
        config.Put("depthwise_constraint", DepthwiseConstraint);
        config.Put("pointwise_initializer", PointwiseInitializer);
        config.Put("pointwise_regularizer", PointwiseRegularizer);
        config.Put("pointwise_constraint", PointwiseConstraint);
    }

    private protected sealed override Tensor Filter(Tensor input)
    {
        Tensor apart = Correlation.SlideEach(input, _depthwise!.Value, null, Windows);
        return Correlation.Slide(apart, _pointwise!.Value, Bias, Places, 1);
    }
}
