using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One timestep of a <see cref="ConvLSTM"/>: an LSTM whose products with the kernels are convolutions, channels last.</summary>
internal sealed class ConvLSTMCell : RecurrentCell
{
    private const int Gates = 4;
    private readonly RandomStream _inputMask, _stateMask;
    private Weight? _kernel, _recurrentKernel, _bias;

    public ConvLSTMCell(CellOptions options, int[] window)
    {
        foreach (int size in window) ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, "kernelSize");
        Options = options;
        Window = window;
        Stride = [.. window.Select(_ => 1)];
        Spread = Stride;
        (_inputMask, _stateMask) = (AddRandomStream(), AddRandomStream());
    }

    public ConvLSTMCell(JsonObject config, int axes) : this(new CellOptions(config, "filters"), SlidingWindow.ReadAxes(config, "kernel_size", axes, 1))
    {
        SlidingWindow.RequireChannelsLast(config);
        Stride = SlidingWindow.ReadAxes(config, "strides", axes, 1);
        Spread = SlidingWindow.ReadAxes(config, "dilation_rate", axes, 1);
        Edge = SlidingWindow.ReadPadding(config);
    }

    public CellOptions Options { get; }

    public int[] Window { get; }

    public int[] Stride { get; set; }

    public int[] Spread { get; set; }

    public WindowPadding Edge { get; set; }

    internal override string SequenceAxes => Window.Length switch
    {
        1 => "(batch, timesteps, places, channels)",
        2 => "(batch, timesteps, height, width, channels)",
        _ => "(batch, timesteps, depth, height, width, channels)",
    };

    public override IReadOnlyList<Shape> ComputeStateShapes(Shape input)
    {
        if (!input.IsKnown) throw new ShapeException($"{this.Title} got timesteps of shape {input}: its state needs every axis but batch and timesteps known. Declare them in the Input.");
        if (Stride.Any(step => step > 1) && Spread.Any(spread => spread > 1)) throw new ShapeException($"{this.Title} has both strides and a dilation above 1. Keep one of them at 1.");
        int[] axes = new int[Window.Length + 1];
        for (int axis = 0; axis < Window.Length; axis++) axes[axis] = new SlidingWindow(Window[axis], Stride[axis], Spread[axis], Edge).CheckedOutputLength(this, input, axis);
        axes[^1] = Options.Size;
        return [new Shape(axes), new Shape(axes)];
    }

    protected override void OnBuild(Shape input)
    {
        int filters = Options.Size;
        _kernel = AddWeight("kernel", [.. Window, input[^1], Gates * filters], Options.KernelInitializer, regularizer: Options.KernelRegularizer, constraint: Options.KernelConstraint);
        _recurrentKernel = AddWeight(
            "recurrent_kernel", [.. Window, filters, Gates * filters], Options.RecurrentInitializer, regularizer: Options.RecurrentRegularizer, constraint: Options.RecurrentConstraint);
        if (Options.UseBias) _bias = AddWeight("bias", [Gates * filters], Options.ForgetGateBias, regularizer: Options.BiasRegularizer, constraint: Options.BiasConstraint);
    }

    protected override (Tensor Output, IReadOnlyList<Tensor> States) Step(Tensor input, IReadOnlyList<Tensor> states, CallContext context) =>
        Run(new SequenceCall(input.unsqueeze(1), states, context));

    internal override (Tensor Output, IReadOnlyList<Tensor> States) Run(SequenceCall call)
    {
        call = call.InOrder;
        Tensor data = call.Data;
        IReadOnlyList<Tensor> start = StartOf(call);
        Tensor? inputMask = Mask(_inputMask, Options.Dropout, data.select(1, 0)), stateMask = Mask(_stateMask, Options.RecurrentDropout, start[0]);
        // What the inputs add to the gates, all timesteps at once.
        Tensor read = PerGate(data, inputMask?.unsqueeze(2), (x, kernel) => Convolve(x.flatten(0, 1), kernel, Stride, Spread, Edge), _kernel!.Value);
        if (_bias is not null) read += _bias.Value;
        read = read.reshape([.. data.shape[..2], .. read.shape[1..]]);
        int[] ones = [.. Window.Select(_ => 1)];
        return call.Loop(read, start, (projected, states) =>
        {
            Tensor past = PerGate(states[0], stateMask, (h, kernel) => Convolve(h, kernel, ones, ones, WindowPadding.Same), _recurrentKernel!.Value);
            Tensor[] gates = (projected + past).chunk(Gates, -1);
            Tensor cell = Gate(gates[1]) * states[1] + Gate(gates[0]) * Options.Activation.Apply(gates[2]);
            Tensor state = Gate(gates[3]) * Options.Activation.Apply(cell);
            return (state, [state, cell]);
        });

        Tensor? Mask(RandomStream random, float rate, Tensor like) => call.Context.Training && rate > 0 ? random.DropoutMask(rate, [Gates, .. like.shape], like.device) : null;

        Tensor Gate(Tensor values) => Options.RecurrentActivation.Apply(values);
    }

    /// <summary>Writes the options as the layer around the cell has them.</summary>
    public void Write(JsonObject config)
    {
        Options.Write(config, "filters");
        Options.WriteForgetGate(config);
        config.Put("kernel_size", Window);
        config.Put("strides", Stride);
        config["padding"] = SlidingWindow.NameOf(Edge);
        config["data_format"] = "channels_last";
        config.Put("dilation_rate", Spread);
    }

    // With dropout every gate sees a mask of its own.
    private static Tensor PerGate(Tensor values, Tensor? masks, Func<Tensor, Tensor, Tensor> product, Tensor kernel) => masks is null
        ? product(values, kernel)
        : cat([.. kernel.chunk(Gates, -1).Select((share, gate) => product(values * masks[gate], share))], -1);

    private static Tensor Convolve(Tensor input, Tensor kernel, int[] step, int[] spread, WindowPadding edge) =>
        Correlation.Slide(input, kernel, null, [.. step.Select((stride, axis) => new SlidingWindow((int)kernel.shape[axis], stride, spread[axis], edge))], 1);
}
