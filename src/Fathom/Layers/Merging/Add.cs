using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Layers;

/// <summary>The sum of its inputs (<c>keras.layers.Add</c>): two or more of one shape; an axis of length 1 is repeated to fit.</summary>
public sealed class Add : Layer, IFromConfig<Add>
{
    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count < 2) throw new ShapeException($"{this.Title} takes at least two inputs but got {inputs.Count}.");
        return [inputs.Aggregate(Broadcast)];
    }

    /// <inheritdoc/>
    public static Add FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Add { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<torch.Tensor> Call(IReadOnlyList<torch.Tensor> inputs, CallContext context) => [inputs.Aggregate((sum, next) => sum + next)];

    private Shape Broadcast(Shape one, Shape other)
    {
        if (one.Count != other.Count || one.Zip(other).Any(axis => axis.First != axis.Second && axis is { First: > 1, Second: > 1 }))
            throw new ShapeException($"{this.Title} got shapes {one} and {other}. Bring them to one shape first, for example with a Dense or a Conv1D of kernel size 1.");
        return new Shape([.. one.Zip(other).Select(axis => axis.First == 1 ? axis.Second : axis.Second == 1 ? axis.First : Math.Max(axis.First, axis.Second))]);
    }
}
