using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="DepthwiseConv1D"/> and <see cref="DepthwiseConv2D"/> share: each channel has filters of its own and channels are not mixed. Channels are
/// the last axis; the outputs of one channel's filters are side by side. Weights: kernel (window axes, channels, multiplier), bias (channels · multiplier).
/// </summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class DepthwiseConvolution<TSize> : FilterLayer<TSize> where TSize : struct
{
    private Weight? _kernel;

    private protected DepthwiseConvolution(TSize kernelSize, Activation? activation) : base(kernelSize, activation) { }

    private protected DepthwiseConvolution(JsonObject config) : base(config)
    {
        DepthMultiplier = config.Get("depth_multiplier", 1);
        DepthwiseInitializer = config.GetInitializer("depthwise_initializer", new GlorotUniform());
        DepthwiseRegularizer = config.GetRegularizer("depthwise_regularizer");
        DepthwiseConstraint = config.GetConstraint("depthwise_constraint");
    }

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

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        this.NeedSameLastAxis(input, _kernel?.Shape[^2]);
        return Slid(input, input[^1] * DepthMultiplier);
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] kernel = [.. Sizes<TSize>.ToArray(KernelSize), input[^1], DepthMultiplier];
        _kernel = AddWeight("kernel", kernel, DepthwiseInitializer, regularizer: DepthwiseRegularizer, constraint: DepthwiseConstraint);
        AddBias(input[^1] * DepthMultiplier);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["depth_multiplier"] = DepthMultiplier;
        base.WriteConfig(config);
        config.Put("depthwise_initializer", DepthwiseInitializer);
        config.Put("depthwise_regularizer", DepthwiseRegularizer);
        config.Put("depthwise_constraint", DepthwiseConstraint);
    }

    private protected sealed override Tensor Filter(Tensor input) => Correlation.SlideEach(input, _kernel!.Value, Bias, Windows);
}
