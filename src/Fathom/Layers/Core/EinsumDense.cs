using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A fully connected layer whose product is any Einstein sum of input and kernel (<c>keras.layers.EinsumDense</c>).</summary>
/// <remarks>
/// The equation names axes by letters, the batch included: <c>abc,cd→abd</c> is <see cref="Dense"/> over a sequence, <c>abc,cde→abde</c> gives several
/// heads. Weights: kernel, with the axes the equation gives it, and bias, with the axes of <see cref="BiasAxes"/>.
/// </remarks>
public sealed class EinsumDense : UnaryLayer, IFromConfig<EinsumDense>
{
    private readonly EinsumEquation _equation;
    private Weight? _kernel, _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="equation">For example <c>abc,cd->abd</c>; an ellipsis, <c>...x,xy->...y</c> or <c>abx...,xy->aby...</c>, stands for axes that stay.</param>
    /// <param name="outputShape">
    /// The axes of the output that the equation names, batch left out; <see cref="Shape.Unknown"/> for those the input has too.
    /// </param>
    /// <param name="activation">Applied to the result; linear unless given.</param>
    /// <exception cref="ArgumentException">The equation is not of such a form.</exception>
    public EinsumDense(string equation, Shape outputShape, Activation? activation = null)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(outputShape);
        _equation = new EinsumEquation(equation);
        (Equation, OutputShape, Activation) = (equation, outputShape, activation ?? Activation.Linear);
    }

    /// <summary>The sum to form.</summary>
    public string Equation { get; }

    /// <summary>The axes of the output that the equation names, batch left out.</summary>
    public Shape OutputShape { get; }

    /// <summary>Applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>The letters of the output's axes along which the bias varies; no bias unless set.</summary>
    /// <exception cref="ArgumentException">It is empty, or names an axis the output does not have.</exception>
    public string? BiasAxes
    {
        get;
        init => field = value is null || (value.Length > 0 && value.All(_equation.Output.Contains))
            ? value
            : throw new ArgumentException($"The bias axes '{value}' are not all in the output of '{Equation}'. Take letters of '{_equation.Output}', or none for no bias.", nameof(value));
    }

    /// <summary>Draws the first kernel. Fans are those of the matrix (summed axes, made axes).</summary>
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Draws the first bias.</summary>
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Bounds of the kernel.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Bounds of the bias.</summary>
    public Constraint? BiasConstraint { get; init; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (int[] kernel, _, int[] output) = Shapes(input);
        if (_kernel is not null && !_kernel.Shape.SequenceEqual(kernel))
            throw new ShapeException($"{this.Title} got shape {input}, which asks for a kernel of ({string.Join(", ", kernel)}), but was built with one of ({string.Join(", ", _kernel.Shape.ToArray())}). Check the layers before it, or use a new layer for this input.");
        return new Shape(output.AsSpan(1));
    }

    /// <inheritdoc/>
    public static EinsumDense FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Shape output = config["output_shape"] is JsonArray ? new Shape(config.NeedInts("output_shape")) : new Shape(config.Need<int>("output_shape"));
        return new EinsumDense(config.Need<string>("equation"), output, config.GetActivation("activation"))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            BiasAxes = config.Get<string?>("bias_axes", null),
            KernelInitializer = config.GetInitializer("kernel_initializer", new GlorotUniform()),
            BiasInitializer = config.GetInitializer("bias_initializer", new Zeros()),
            KernelRegularizer = config.GetRegularizer("kernel_regularizer"),
            BiasRegularizer = config.GetRegularizer("bias_regularizer"),
            KernelConstraint = config.GetConstraint("kernel_constraint"),
            BiasConstraint = config.GetConstraint("bias_constraint"),
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (int[] kernel, int[]? bias, _) = Shapes(input);
        _kernel = AddWeight("kernel", kernel, new AsMatrix(KernelInitializer, _equation), regularizer: KernelRegularizer, constraint: KernelConstraint);
        if (bias is not null) _bias = AddWeight("bias", bias, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor result = _equation.IsMatrixProduct ? Product(input, _kernel!.Value) : einsum(Equation, input, _kernel!.Value);
        return Activation.Apply(_bias is null ? result : result + _bias.Value);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["output_shape"] = new JsonArray([.. OutputShape.Select(axis => axis == Shape.Unknown ? null : (JsonNode)axis)]);
        config["equation"] = Equation;
        config["activation"] = Activation.Name;
        config["bias_axes"] = BiasAxes;
        config.Put("kernel_initializer", KernelInitializer);
        config.Put("bias_initializer", BiasInitializer);
        config.Put("kernel_regularizer", KernelRegularizer);
        config.Put("bias_regularizer", BiasRegularizer);
        config.Put("kernel_constraint", KernelConstraint);
        config.Put("bias_constraint", BiasConstraint);
    }

    // The general sum may copy its operands into another order of axes; here none is needed.
    private Tensor Product(Tensor input, Tensor kernel)
    {
        int summed = _equation.Contracted.Length;
        long[] axes = input.shape, made = kernel.shape[summed..];
        long[] kept = axes[..^summed];
        if (summed > 1) input = input.reshape([.. kept, -1]);
        return made.Length == 1 && summed == 1
            ? input.matmul(kernel)
            : input.matmul(kernel.reshape(input.shape[^1], -1)).reshape([.. kept, .. made]);
    }

    private (int[] Kernel, int[]? Bias, int[] Output) Shapes(Shape input)
    {
        try
        {
            return _equation.Shapes([Shape.Unknown, .. input], OutputShape.ToArray(), BiasAxes);
        }
        catch (ShapeException e)
        {
            throw new ShapeException($"{this.Title} ({Equation}) got shape {input}: {e.Message}.");
        }
    }

    private sealed class AsMatrix(Initializer initializer, EinsumEquation equation) : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
        {
            int summed = 1, made = 1;
            for (int axis = 0; axis < shape.Length; axis++)
                if (equation.Contracted.Contains(equation.Kernel[axis])) summed *= shape[axis];
                else made *= shape[axis];
            if (initializer is FanInitializer) initializer.Fill(values, [summed, made], random);
            else initializer.Fill(values, shape, random);
        }
    }
}
