using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>f(x) = x for x ≥ 0, α x below, α learned (<c>keras.layers.PReLU</c>; He et al. 2015).</summary>
/// <remarks>Any shape, unchanged. Weight: alpha, shaped as one sample, with length 1 along the shared axes.</remarks>
public sealed class PReLU : UnaryLayer, IFromConfig<PReLU>
{
    private Weight? _alpha;

    /// <summary>Draws the first alpha.</summary>
    public Initializer AlphaInitializer { get; init; } = new Zeros();

    /// <summary>A penalty on alpha.</summary>
    public Regularizer? AlphaRegularizer { get; init; }

    /// <summary>Bounds on alpha.</summary>
    public Constraint? AlphaConstraint { get; init; }

    /// <summary>Axes along which one alpha serves all, batch counted: <c>[1, 2]</c> gives each channel of an image one.</summary>
    public Axes SharedAxes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ReadOnlySpan<int> wanted = AlphaShape(input);
        return _alpha is null || _alpha.Shape.SequenceEqual(wanted)
            ? input
            : throw new ShapeException($"{this.Title} got shape {input} but was built for {InputShapes[0]}. Use a new layer for this input, or share alpha along the axes that vary.");
    }

    /// <inheritdoc/>
    public static PReLU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new PReLU
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            AlphaInitializer = config.GetInitializer("alpha_initializer", new Zeros()),
            AlphaRegularizer = config.GetRegularizer("alpha_regularizer"),
            AlphaConstraint = config.GetConstraint("alpha_constraint"),
            SharedAxes = config.GetAxes("shared_axes") ?? [],
        };
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _alpha = AddWeight("alpha", AlphaShape(input), AlphaInitializer, regularizer: AlphaRegularizer, constraint: AlphaConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return nn.functional.relu(input) - _alpha!.Value * nn.functional.relu(-input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Put("alpha_initializer", AlphaInitializer);
        config.Put("alpha_regularizer", AlphaRegularizer);
        config.Put("alpha_constraint", AlphaConstraint);
        config.Put("shared_axes", SharedAxes.Count == 0 ? null : SharedAxes);
    }

    private int[] AlphaShape(Shape input)
    {
        int[] shape = input.ToArray();
        foreach (int axis in this.ResolveAxes(input, SharedAxes)) shape[axis - 1] = 1;
        return shape.Contains(Shape.Unknown)
            ? throw new ShapeException($"{this.Title} got shape {input}: it keeps an alpha for every position, so all lengths must be known. Share alpha along the others with SharedAxes.")
            : shape;
    }
}
