using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="Conv1DTranspose"/>, <see cref="Conv2DTranspose"/> and <see cref="Conv3DTranspose"/> share: each input is spread over a window of outputs,
/// the way the gradient of a convolution goes. Channels are the last axis. Weights: kernel (window axes, filters, channels), bias (filters).
/// </summary>
/// <remarks>
/// An axis of n becomes, where <see cref="OutputPadding"/> is not given, (n − 1) · stride + max(span, stride) with <see cref="WindowPadding.Valid"/> and
/// n · stride with <see cref="WindowPadding.Same"/>; where it is given, (n − 1) · stride + span + output padding and
/// (n − 1) · stride + (span mod 2) + output padding. The span is (kernel size − 1) · dilation + 1.
/// </remarks>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class TransposedConvolution<TSize> : FilterLayer<TSize> where TSize : struct
{
    private Weight? _kernel;
    private SpreadingWindow[]? _spreading;

    private protected TransposedConvolution(int filters, TSize kernelSize, Activation? activation) : base(kernelSize, activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Filters = filters;
    }

    private protected TransposedConvolution(JsonObject config) : base(config)
    {
        Filters = config.Need<int>("filters");
        OutputPadding = config["output_padding"] is null ? null : Sizes<TSize>.Read(config, "output_padding", 0);
        KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform());
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
        KernelConstraint = config.GetConstraint("kernel_constraint");
    }

    /// <summary>The number of filters, which is the number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Chooses among the output lengths that a convolution of the same stride would bring to the input's; from 0 up to but without the stride.</summary>
    public TSize? OutputPadding { get; init; }

    /// <summary>Draws the first kernel.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Bounds the kernel.</summary>
    public Constraint? KernelConstraint { get; init; }

    private SpreadingWindow[] Spreading => _spreading ??= MakeSpreading();

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        this.NeedSameLastAxis(input, _kernel?.Shape[^1]);
        RefuseStridesWithDilation();
        int[] axes = new int[input.Count];
        for (int axis = 0; axis < Spreading.Length; axis++)
        {
            SpreadingWindow window = Spreading[axis];
            if (window.OutputPadding is { } more && (more < 0 || more >= window.Stride))
                throw new ShapeException($"{this.Title} has an output padding of {more} where the stride is {window.Stride}. Choose one from 0 up to but without the stride.");
            axes[axis] = window.OutputLength(input[axis]);
            if (axes[axis] <= 0 && axes[axis] != Shape.Unknown)
                throw new ShapeException($"{this.Title} got shape {input}: nothing would be left of an axis of {input[axis]}. Leave OutputPadding out, or give longer inputs.");
        }
        axes[^1] = Filters;
        return new Shape(axes);
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] kernel = [.. Sizes<TSize>.ToArray(KernelSize), Filters, input[^1]];
        _kernel = AddWeight("kernel", kernel, KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        AddBias(Filters);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["filters"] = Filters;
        base.WriteConfig(config);
        if (OutputPadding is { } more) config.Put("output_padding", Sizes<TSize>.ToArray(more));
        else config["output_padding"] = null;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
    }

    private protected sealed override Tensor Filter(Tensor input) => Correlation.Spread(input, _kernel!.Value, Bias, Spreading);

    private SpreadingWindow[] MakeSpreading()
    {
        int[]? more = OutputPadding is { } padding ? Sizes<TSize>.ToArray(padding) : null;
        return [.. Windows.Select((window, axis) => new SpreadingWindow(window.Size, window.Stride, window.Dilation, window.Padding, more?[axis]))];
    }
}
