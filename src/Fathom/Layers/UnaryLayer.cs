using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A layer that takes one tensor and gives one: the base of most layers.</summary>
public abstract class UnaryLayer : Layer
{
    /// <summary>The shape the layer gives for an input of this shape.</summary>
    /// <param name="input">Batch left out.</param>
    /// <returns>The output's shape, batch left out.</returns>
    /// <exception cref="ShapeException">The layer cannot take such an input.</exception>
    public abstract Shape ComputeOutputShape(Shape input);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs) => [ComputeOutputShape(Only(inputs))];

    /// <summary>Makes the weights. Not needed for a layer without weights.</summary>
    /// <param name="input">The input's shape, batch left out.</param>
    protected virtual void OnBuild(Shape input) { }

    /// <summary>Computes the output.</summary>
    /// <param name="input">Batch first.</param>
    /// <param name="context">Training or not.</param>
    /// <returns>The output, batch first.</returns>
    protected abstract Tensor Call(Tensor input, CallContext context);

    /// <inheritdoc/>
    protected sealed override void OnBuild(IReadOnlyList<Shape> inputs) => OnBuild(Only(inputs));

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context) => [Call(Only(inputs), context)];

    private T Only<T>(IReadOnlyList<T> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Count == 1
            ? inputs[0]
            : throw new ShapeException($"Layer '{Name}' takes one input but got {inputs.Count}. Join them first, for example with Concatenate or Add.");
    }
}
