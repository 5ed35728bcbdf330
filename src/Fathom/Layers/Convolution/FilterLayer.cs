using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Layers;

/// <summary>
/// What all layers of filters share: the window a filter sees, how it moves, a bias and an activation. Channels are the last axis.
/// </summary>
/// <typeparam name="TSize">A size along the axes: a number for sequences, <see cref="Extent"/> for images, <see cref="Extent3D"/> for volumes.</typeparam>
public abstract class FilterLayer<TSize> : UnaryLayer where TSize : struct
{
    private Weight? _bias;
    private SlidingWindow[]? _windows;

    private protected FilterLayer(TSize kernelSize, Activation? activation)
    {
        KernelSize = Sizes<TSize>.Positive(kernelSize, nameof(kernelSize));
        Activation = activation ?? Activation.Linear;
    }

    private protected FilterLayer(JsonObject config) : this(Sizes<TSize>.Read(config, "kernel_size", 1), config.GetActivation("activation"))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        Strides = Sizes<TSize>.Read(config, "strides", 1);
        DilationRate = Sizes<TSize>.Read(config, "dilation_rate", 1);
        Padding = SlidingWindow.ReadPadding(config);
        UseBias = config.Get("use_bias", true);
        BiasInitializer = config.GetInitializer("bias_initializer", new Zeros());
        BiasRegularizer = config.GetRegularizer("bias_regularizer");
        BiasConstraint = config.GetConstraint("bias_constraint");
    }

    /// <summary>How much a filter sees along each axis.</summary>
    public TSize KernelSize { get; }

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>How far a filter moves; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public TSize Strides { get; init => field = Sizes<TSize>.Positive(value, nameof(value)); } = Sizes<TSize>.One;

    /// <summary>How far apart the places are that a filter sees; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public TSize DilationRate { get; init => field = Sizes<TSize>.Positive(value, nameof(value)); } = Sizes<TSize>.One;

    /// <summary>What a filter sees beyond the ends; <see cref="WindowPadding.Causal"/>, for <see cref="Conv1D"/> only, never looks ahead.</summary>
    /// <exception cref="ArgumentException"><see cref="WindowPadding.Causal"/> for a layer that cannot be.</exception>
    public WindowPadding Padding
    {
        get;
        init => field = value != WindowPadding.Causal || CanBeCausal
            ? value
            : throw new ArgumentException($"{KerasNames.ClassName(GetType())} cannot be causal: use WindowPadding.Valid or WindowPadding.Same.", nameof(value));
    }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Draws the first bias.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Bounds the bias.</summary>
    public Constraint? BiasConstraint { get; init; }

    private protected virtual bool CanBeCausal => false;

    private protected torch.Tensor? Bias => _bias?.Value;

    /// <inheritdoc/>
    protected sealed override torch.Tensor Call(torch.Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Activation.Apply(Filter(input));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("kernel_size", Sizes<TSize>.ToArray(KernelSize));
        config.Put("strides", Sizes<TSize>.ToArray(Strides));
        config["padding"] = SlidingWindow.NameOf(Padding);
        config["data_format"] = "channels_last";
        config.Put("dilation_rate", Sizes<TSize>.ToArray(DilationRate));
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config.Put("bias_initializer", BiasInitializer);
        config.Put("bias_regularizer", BiasRegularizer);
        config.Put("bias_constraint", BiasConstraint);
    }

    private protected abstract torch.Tensor Filter(torch.Tensor input);

    private protected void AddBias(int filters)
    {
        if (UseBias) _bias = AddWeight("bias", [filters], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    private protected SlidingWindow[] Windows => _windows ??= MakeWindows();

    private protected Shape Slid(Shape input, int filters) =>
        new([.. Windows.Select((window, axis) => window.CheckedOutputLength(this, input, axis)), filters]);

    private protected void RefuseStridesWithDilation()
    {
        if (Sizes<TSize>.ToArray(Strides).Any(step => step > 1) && Sizes<TSize>.ToArray(DilationRate).Any(spread => spread > 1))
            throw new ShapeException($"{this.Title} has both strides and a dilation above 1. Keep one of them at 1.");
    }

    private SlidingWindow[] MakeWindows()
    {
        int[] sizes = Sizes<TSize>.ToArray(KernelSize), strides = Sizes<TSize>.ToArray(Strides), dilations = Sizes<TSize>.ToArray(DilationRate);
        return [.. sizes.Select((size, axis) => new SlidingWindow(size, strides[axis], dilations[axis], Padding))];
    }
}
