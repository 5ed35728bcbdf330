using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>A layer that disturbs its input in training, and hands it on in all other calls. Any shape, unchanged.</summary>
public abstract class NoiseLayer : UnaryLayer
{
    private protected NoiseLayer() => Random = AddRandomStream();

    /// <summary>Makes the draws of this layer a sequence of their own; otherwise they follow <see cref="Seeds"/>.</summary>
    public int? Seed
    {
        get;
        init
        {
            field = value;
            if (value is int seed) Random.State = (uint)seed;
        }
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    private protected RandomStream Random { get; }

    /// <summary>Whether there is anything to do in training.</summary>
    private protected abstract bool Disturbs { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        return context.Training && Disturbs ? Disturb(input) : input;
    }

    /// <summary>The disturbed input, in the input's precision.</summary>
    private protected abstract Tensor Disturb(Tensor input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["seed"] = Seed;
    }

    /// <summary>The shape draws have: the input's own where an option names <see cref="Shape.Unknown"/> or nothing.</summary>
    private protected long[] DrawShape(Tensor input, IReadOnlyList<int>? wanted)
    {
        long[] axes = input.shape;
        if (wanted is null) return axes;
        long[] shape = [.. wanted.Select((length, axis) => length == Shape.Unknown && axis < axes.Length ? axes[axis] : length)];
        return shape.Length == axes.Length && shape.Zip(axes).All(pair => pair.First == 1 || pair.First == pair.Second)
            ? shape
            : throw new ShapeException(
                $"{this.Title} has a noise shape ({string.Join(", ", wanted)}), which does not spread over a batch of shape ({string.Join(", ", axes)}). Give every axis, batch first: 1, or its own length.");
    }

    /// <summary>Reads a noise shape.</summary>
    private protected static int[]? ReadNoiseShape(JsonObject config) => config["noise_shape"] is null ? null : config.NeedInts("noise_shape");

    /// <summary>Writes a noise shape.</summary>
    private protected static void PutNoiseShape(JsonObject config, IReadOnlyList<int>? shape) =>
        config["noise_shape"] = shape is null ? null : new JsonArray([.. shape.Select(length => length == Shape.Unknown ? null : JsonValue.Create(length))]);
}
