using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Onnx;

/// <summary>How each kind of layer becomes ONNX operations. A layer without an entry of its own takes that of the nearest class it derives from.</summary>
internal sealed class OnnxConverters
{
    private readonly Dictionary<Type, Func<OnnxGraph, Layer, IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>>> _converters = [];

    private OnnxConverters()
    {
        CoreConverters.Register(this);
        ActivationConverters.Register(this);
        ConvolutionConverters.Register(this);
        PoolingConverters.Register(this);
        NormalizationConverters.Register(this);
        MergingConverters.Register(this);
        ReshapingConverters.Register(this);
        RecurrentConverters.Register(this);
        AttentionConverters.Register(this);
        PreprocessingConverters.Register(this);
    }

    /// <summary>Those of all layers.</summary>
    public static OnnxConverters All { get; } = new();

    /// <summary>Adds a layer of any number of inputs and outputs, which says what masks the outputs have.</summary>
    public void Add<TLayer>(Func<OnnxGraph, TLayer, IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>> convert) where TLayer : Layer =>
        _converters.Add(typeof(TLayer), (graph, layer, inputs) => convert(graph, (TLayer)layer, inputs));

    /// <summary>Adds a layer of one input and one output, which hands on its mask where the layer does.</summary>
    public void Unary<TLayer>(Func<OnnxGraph, TLayer, OnnxValue, string> convert) where TLayer : Layer => Add<TLayer>((graph, layer, inputs) =>
        [new OnnxValue(convert(graph, layer, inputs[0]), layer.ComputeOutputShapes([inputs[0].Shape])[0], layer.HandsOnMasks ? inputs[0].Mask : null)]);

    /// <summary>Adds a layer that does nothing outside training.</summary>
    public void Passing<TLayer>() where TLayer : Layer => Unary<TLayer>((_, _, input) => input.Name);

    /// <summary>Whether a kind of layer, or one it derives from, has operations.</summary>
    public bool Knows(Type layer)
    {
        for (Type? type = layer; type is not null; type = type.BaseType)
            if (_converters.ContainsKey(type)) return true;
        return false;
    }

    /// <summary>Writes the operations of a layer.</summary>
    /// <exception cref="NotSupportedException">ONNX has none for it.</exception>
    public IReadOnlyList<OnnxValue> Convert(OnnxGraph graph, Layer layer, IReadOnlyList<OnnxValue> inputs)
    {
        string place = graph.Place;
        graph.Place = $"{place}{layer.Name}/";
        try
        {
            if (layer is Model model) return Convert(graph, model, inputs);
            for (Type? type = layer.GetType(); type is not null; type = type.BaseType)
                if (_converters.TryGetValue(type, out Func<OnnxGraph, Layer, IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>>? convert))
                    return convert(graph, layer, inputs);
        }
        finally
        {
            graph.Place = place;
        }
        throw Refusal(layer, "its computation has no ONNX form here. Leave the layer out of what is exported, or compute the same with other layers");
    }

    /// <summary>Writes the operations of a model within the model.</summary>
    public IReadOnlyList<OnnxValue> Convert(OnnxGraph graph, Model model, IReadOnlyList<OnnxValue> inputs)
    {
        ModelGraph calls = model.GetGraph();
        var values = new Dictionary<SymbolicTensor, OnnxValue>();
        foreach ((SymbolicTensor input, OnnxValue value) in calls.Inputs.Zip(inputs)) values[input] = value;
        foreach (LayerCall call in calls.Calls.Where(call => call.Layer is not Input))
        {
            IReadOnlyList<OnnxValue> made = Convert(graph, call.Layer, [.. call.Inputs.Select(input => values[input])]);
            foreach ((SymbolicTensor output, OnnxValue value) in call.Outputs.Zip(made)) values[output] = value;
        }
        return [.. calls.Outputs.Select(output => values[output])];
    }

    /// <summary>Says that a layer cannot be exported.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="reason">Why, and what to do; no full stop.</param>
    public static NotSupportedException Refusal(Layer layer, string reason) => new($"{layer.Title} cannot be exported to ONNX: {reason}.");
}
