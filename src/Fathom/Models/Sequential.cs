using System.Collections;
using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>Layers one after another: <c>new Sequential { new Input(18), new Dense(1) }</c> (<c>keras.Sequential</c>).</summary>
/// <remarks>Begin with an <see cref="Input"/> to have the weights made at once; without one they are made when the first data arrives.</remarks>
[KerasClass("Sequential", Module = "keras")]
public sealed class Sequential : Model, IEnumerable<Layer>, IFromConfig<Sequential>
{
    private readonly List<Layer> _stack = [];
    private Shape? _reached;

    /// <summary>Makes an empty model.</summary>
    /// <param name="name">The model's name; <c>sequential</c> unless given.</param>
    public Sequential(string? name = null) : base(name) { }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => _stack;

    /// <inheritdoc/>
    internal override IReadOnlyList<Shape>? DeclaredInputs => _stack.Count > 0 && _stack[0] is Input input ? [input.Shape] : null;

    /// <inheritdoc/>
    internal override IReadOnlyList<Layer>? LayerChain => [.. _stack.Where(layer => layer is not Input)];

    /// <summary>Puts a layer at the end.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ShapeException">It cannot take what the layer before gives.</exception>
    /// <exception cref="InvalidOperationException">The model was built from data already, or the layer is an input that is not the first.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (IsBuilt && (_reached is null || IsCompiled)) throw new InvalidOperationException($"Sequential '{Name}' has seen data or was compiled, so '{layer.Name}' cannot be added. Make a new model.");
        if (layer is Input && _stack.Count > 0) throw new InvalidOperationException($"Sequential '{Name}' can only begin with an Input. Put it first.");
        _stack.Add(layer);
        LayerNames.Assign(_stack, Name);
        if (layer is Input input) _reached = input.Shape;
        else if (_reached is not null)
        {
            layer.Build([_reached]);
            _reached = layer.ComputeOutputShapes([_reached])[0];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (_stack.Count == 0) throw new InvalidOperationException($"Sequential '{Name}' has no layers. Add some before it is used.");
        if (_stack[0] is Input input && (inputs.Count != 1 || !input.Shape.Matches(inputs[0])))
            throw new ShapeException(
                $"Sequential '{Name}' got {string.Join(" and ", inputs)} but its Input declares {input.Shape}. Reshape the data, or declare the Input to fit it.");
        foreach (Layer layer in _stack)
        {
            if (layer is Input) continue;
            layer.Build(inputs);
            inputs = layer.ComputeOutputShapes(inputs);
        }
        return inputs;
    }

    /// <inheritdoc/>
    public static new Sequential FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var model = new Sequential(config.Get<string?>("name", null));
        foreach (JsonNode? layer in config["layers"] as JsonArray ?? throw new ModelFormatException("The saved Sequential model lists no layers."))
            model.Add(KerasRegistry.Deserialize<Layer>(layer)!);
        return model;
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _stack.GetEnumerator();

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        foreach (Layer layer in _stack)
            if (layer is not Input)
                inputs = layer.Forward(inputs, context);
        return inputs;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["layers"] = new JsonArray([.. _stack.Select(layer => KerasRegistry.Serialize(layer, "keras.layers"))]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
