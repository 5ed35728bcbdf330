using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;

namespace Fathom.Layers;

/// <summary>Where data enters a model: names the shape of one sample.</summary>
[KerasClass("InputLayer")]
public sealed class Input : Layer, IFromConfig<Input>
{
    /// <summary>Declares the shape of one sample.</summary>
    /// <param name="shape">The axes, batch left out, for example <c>new Input(120, 14)</c> for (timesteps, features); <see cref="Shape.Unknown"/> where it varies.</param>
    public Input(params ReadOnlySpan<int> shape) => Shape = new Shape(shape);

    /// <summary>The shape of one sample, batch left out.</summary>
    public Shape Shape { get; }

    /// <summary>Starts a graph.</summary>
    /// <param name="shape">The axes of one sample, batch left out.</param>
    /// <returns>The tensor to apply layers to.</returns>
    public static SymbolicTensor Tensor(params ReadOnlySpan<int> shape) => new Input(shape).Tensor();

    /// <summary>Starts a graph with this input; needed only to give it a name.</summary>
    /// <returns>The tensor to apply layers to.</returns>
    public SymbolicTensor Tensor() => Apply([]);

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs) => [Shape];

    /// <inheritdoc/>
    public static Input FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        // Keras writes the batch axis in front.
        return new Input(config.NeedInts("batch_shape").AsSpan(1)) { Name = config.LayerName() };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<torch.Tensor> Call(IReadOnlyList<torch.Tensor> inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonNode?[] axes = [null, .. Shape.Select(axis => axis == Shape.Unknown ? null : JsonValue.Create(axis))];
        config["batch_shape"] = new JsonArray(axes);
        config["dtype"] = "float32";
        config["sparse"] = false;
    }
}
