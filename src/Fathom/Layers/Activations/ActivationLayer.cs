using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Applies an activation (<c>keras.layers.Activation</c>). Any shape, unchanged but for <see cref="Activation.Glu"/>, which halves the last axis.</summary>
/// <param name="function">The activation.</param>
[KerasClass("Activation")]
public sealed class ActivationLayer(Activation function) : UnaryLayer, IFromConfig<ActivationLayer>
{
    /// <summary>The activation.</summary>
    public Activation Function { get; } = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Function != Activation.Glu) return input;
        this.NeedLastAxis(input);
        return input[^1] % 2 == 0 ? input.With(-1, input[^1] / 2) : throw new ShapeException($"{this.Title} got shape {input}: glu halves the last axis, so its length must be even.");
    }

    /// <inheritdoc/>
    public static ActivationLayer FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ActivationLayer(config.GetActivation("activation")) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context) => Function.Apply(input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["activation"] = Function.Name;
    }
}
