using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="Conv1D"/>, <see cref="Conv2D"/> and <see cref="Conv3D"/> share: filters slide over the input, activation(filter · window + bias).
/// Channels are the last axis. Weights: kernel (window axes, channels / groups, filters), bias (filters).
/// </summary>
/// <typeparam name="TSize">A size along the axes.</typeparam>
public abstract class Convolution<TSize> : FilterLayer<TSize> where TSize : struct
{
    private Weight? _kernel;

    private protected Convolution(int filters, TSize kernelSize, Activation? activation) : base(kernelSize, activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Filters = filters;
    }

    private protected Convolution(JsonObject config) : base(config)
    {
        Filters = config.Need<int>("filters");
        Groups = config.Get("groups", 1);
        KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform());
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
        KernelConstraint = config.GetConstraint("kernel_constraint");
    }

    /// <summary>The number of filters, which is the number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Into how many parts the channels are cut, each seen by its own share of the filters; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The filters do not divide into so many parts.</exception>
    public int Groups
    {
        get;
        init => field = value >= 1 && Filters % value == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{Filters} filters do not divide into {value} groups. Choose a divisor of the filters.");
    } = 1;

    /// <summary>Draws the first kernel.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Bounds the kernel.</summary>
    public Constraint? KernelConstraint { get; init; }

    private protected override bool CanBeCausal => Sizes<TSize>.Count == 1;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, Sizes<TSize>.Axes, Sizes<TSize>.Count + 1);
        this.NeedSameLastAxis(input, _kernel is null ? null : _kernel.Shape[^2] * Groups);
        if (input[^1] % Groups != 0)
            throw new ShapeException($"{this.Title} got shape {input}: {input[^1]} channels do not divide into {Groups} groups. Choose a divisor of both channels and filters.");
        RefuseStridesWithDilation();
        return Slid(input, Filters);
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] kernel = [.. Sizes<TSize>.ToArray(KernelSize), input[^1] / Groups, Filters];
        _kernel = AddWeight("kernel", kernel, KernelInitializer, regularizer: KernelRegularizer, constraint: KernelConstraint);
        AddBias(Filters);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["filters"] = Filters;
        config["groups"] = Groups;
        base.WriteConfig(config);
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
    }

    private protected sealed override Tensor Filter(Tensor input) => Correlation.Slide(input, _kernel!.Value, Bias, Windows, Groups);
}
