using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// What <see cref="Conv1D"/> and <see cref="Conv2D"/> share: filters slide over the input, activation(filter · window + bias). Channels are the
/// last axis. Weights: kernel (window axes, channels / groups, filters), bias (filters).
/// </summary>
public abstract class Convolution : UnaryLayer
{
    private Weight? _kernel, _bias;

    private protected Convolution(int filters, int[] kernelSize, Activation? activation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        foreach (int size in kernelSize) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(kernelSize));
        Filters = filters;
        Window = kernelSize;
        Step = [.. kernelSize.Select(_ => 1)];
        Spread = Step;
        Activation = activation ?? Activation.Linear;
    }

    private protected Convolution(JsonObject config, int axes)
        : this(config.Need<int>("filters"), SlidingWindow.ReadAxes(config, "kernel_size", axes, 1), config.GetActivation("activation"))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
        Step = SlidingWindow.ReadAxes(config, "strides", axes, 1);
        Spread = SlidingWindow.ReadAxes(config, "dilation_rate", axes, 1);
        Edge = SlidingWindow.ReadPadding(config);
        Groups = config.Get("groups", 1);
        UseBias = config.Get("use_bias", true);
        KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform());
        BiasInitializer = config.GetInitializer("bias_initializer", new Zeros());
        KernelRegularizer = config.GetRegularizer("kernel_regularizer");
    }

    /// <summary>The number of filters, which is the number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>Into how many parts the channels are cut, each seen by its own share of the filters; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The filters do not divide into so many parts.</exception>
    public int Groups
    {
        get;
        init => field = value >= 1 && Filters % value == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{Filters} filters do not divide into {value} groups. Choose a divisor of the filters.");
    } = 1;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>Draws the first kernel.</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Draws the first bias.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    private protected int[] Window { get; }

    private protected int[] Step { get; init; }

    private protected int[] Spread { get; init; }

    private protected WindowPadding Edge { get; init; }

    private protected abstract string AxesWanted { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, AxesWanted, Window.Length + 1);
        this.NeedSameLastAxis(input, _kernel is null ? null : _kernel.Shape[^2] * Groups);
        if (input[^1] % Groups != 0)
            throw new ShapeException($"{this.Title} got shape {input}: {input[^1]} channels do not divide into {Groups} groups. Choose a divisor of both channels and filters.");
        if (Step.Any(step => step > 1) && Spread.Any(spread => spread > 1))
            throw new ShapeException($"{this.Title} has both strides and a dilation above 1. Keep one of them at 1.");
        int[] axes = new int[Window.Length + 1];
        for (int axis = 0; axis < Window.Length; axis++) axes[axis] = Along(axis).CheckedOutputLength(this, input, axis);
        axes[^1] = Filters;
        return new Shape(axes);
    }

    /// <inheritdoc/>
    protected sealed override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _kernel = AddWeight("kernel", [.. Window, input[^1] / Groups, Filters], KernelInitializer, regularizer: KernelRegularizer);
        if (UseBias) _bias = AddWeight("bias", [Filters], BiasInitializer);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // A sequence is an image of height 1. Channels stay last in memory, the layout convolutions run fastest in: what follows permutes only views.
        bool sequence = Window.Length == 1;
        (int Before, int After) high = sequence ? (0, 0) : Along(0).Pads((int)input.shape[1]), wide = Along(Window.Length - 1).Pads((int)input.shape[Window.Length]);
        bool even = high.Before == high.After && wide.Before == wide.After;
        if (!even) input = nn.functional.pad(input, sequence ? [0, 0, wide.Before, wide.After] : [0, 0, wide.Before, wide.After, high.Before, high.After]);
        Tensor kernel = _kernel!.Value;
        if (sequence) (input, kernel) = (input.unsqueeze(1), kernel.unsqueeze(0));
        Tensor result = nn.functional.conv2d(
            input.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), _bias?.Value,
            strides: [sequence ? 1 : Step[0], Step[^1]], padding: even ? [high.Before, wide.Before] : [0, 0], dilation: [sequence ? 1 : Spread[0], Spread[^1]], groups: Groups)
            .permute(0, 2, 3, 1);
        return Activation.Apply(sequence ? result.squeeze(1) : result);
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["filters"] = Filters;
        config["kernel_size"] = Numbers(Window);
        config["strides"] = Numbers(Step);
        config["padding"] = SlidingWindow.NameOf(Edge);
        config["data_format"] = "channels_last";
        config["dilation_rate"] = Numbers(Spread);
        config["groups"] = Groups;
        config["activation"] = Activation.Name;
        config["use_bias"] = UseBias;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
    }

    private protected static int[] Positive(params int[] values) => values.All(value => value >= 1)
        ? values
        : throw new ArgumentOutOfRangeException(nameof(values), string.Join(", ", values), "Strides and dilations are at least 1.");

    private static JsonArray Numbers(int[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private SlidingWindow Along(int axis) => new(Window[axis], Step[axis], Spread[axis], Edge);
}
