using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Gives each sample another shape, row-major (<c>keras.layers.Reshape</c>).</summary>
public sealed class Reshape : UnaryLayer, IFromConfig<Reshape>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="target">The new axes, batch left out; at most one may be <see cref="Shape.Unknown"/>, its length following from the others.</param>
    /// <exception cref="ArgumentException">More than one axis is unknown.</exception>
    public Reshape(params ReadOnlySpan<int> target)
    {
        Target = new Shape(target);
        if (Target.Count(axis => axis == Shape.Unknown) > 1)
            throw new ArgumentException($"Reshape to {Target} leaves more than one axis open. Give all axes but one a length.", nameof(target));
    }

    /// <summary>The new shape.</summary>
    public Shape Target { get; }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.IsKnown) return Target;
        int given = Target.Where(axis => axis != Shape.Unknown).Aggregate(1, (product, axis) => checked(product * axis));
        if (Target.IsKnown ? given != input.Size : input.Size % given != 0)
            throw new ShapeException($"{this.Title} got shape {input}, {input.Size} values a sample, which cannot become {Target}. Choose axes whose product is {input.Size}.");
        return new Shape([.. Target.Select(axis => axis == Shape.Unknown ? input.Size / given : axis)]);
    }

    /// <inheritdoc/>
    public static Reshape FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Reshape(config.NeedInts("target_shape")) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Lengths that were not known when the layer was built.
        Shape target = InputShapes[0].IsKnown ? Target : ComputeOutputShape(SampleShape(input));
        return input.reshape(target.WithBatch(input.shape[0]));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["target_shape"] = new JsonArray([.. Target.Select(axis => (JsonNode)axis)]);
    }
}
