using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>x · scale + offset (<c>keras.layers.Rescaling</c>). Any shape, unchanged.</summary>
/// <param name="scale">The factor, for example 1 / 255.</param>
/// <param name="offset">Added after it.</param>
public sealed class Rescaling(double scale, double offset = 0) : UnaryLayer, IFromConfig<Rescaling>, IValueLine
{
    /// <summary>The factor.</summary>
    public double Scale { get; } = scale;

    /// <summary>Added after it.</summary>
    public double Offset { get; } = offset;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static Rescaling FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Rescaling(config.Need<double>("scale"), config.Get("offset", 0.0)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    ValueLine IValueLine.AtInference(int features) =>
        new(new float[features], [.. Enumerable.Repeat((float)Scale, features)], [.. Enumerable.Repeat((float)Offset, features)]);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input * Scale + Offset;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["scale"] = Scale;
        config["offset"] = Offset;
    }
}
