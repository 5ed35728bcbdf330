namespace Fathom.Onnx;

/// <summary>
/// Timesteps that hold data moved to the front of each sequence, where ONNX's recurrent operations can stop behind them; and what they give, moved back. A timestep
/// that a mask leaves out changes no state, wherever it stands, so this is exact for every mask.
/// </summary>
internal sealed class PackedSteps
{
    private readonly OnnxGraph _graph;
    private readonly string _present, _order, _seen, _none;

    private PackedSteps(OnnxGraph graph, string mask)
    {
        _graph = graph;
        _present = mask;
        // Equal keys keep their order (TopK, operator set 11).
        string key = graph.Add("Cast", [mask], ("to", OnnxTensor.Float));
        _order = graph.AddAll("TopK", [key, graph.Add("Shape", [mask], ("start", 1), ("end", 2))], 2, ("axis", 1), ("largest", 1), ("sorted", 1))[1];
        string ones = graph.Add("Cast", [mask], ("to", OnnxTensor.Int64));
        _seen = graph.Add("CumSum", [ones, graph.Integers(1)]);
        string count = graph.Reduce("ReduceSum", ones, [1], keep: false);
        _none = graph.Add("Equal", [count, graph.Integers(0)]);
        Lengths = graph.Add("Cast", [count], ("to", OnnxTensor.Int32));
    }

    /// <summary>How many timesteps of each sequence hold data.</summary>
    public string Lengths { get; }

    public static PackedSteps Of(OnnxGraph graph, string mask) => new(graph, mask);

    /// <summary>A sequence (batch, timesteps, features) with its data in front.</summary>
    public string Pack(string sequence) => At(sequence, _order);

    /// <summary>The outputs (batch, timesteps, units) of packed timesteps at the places of their timesteps: where one holds no data, the output before it in the order read, or zero.</summary>
    /// <param name="outputs">What the operation gave, packed.</param>
    /// <param name="backwards">Whether it reads from the end.</param>
    /// <param name="zero">Whether a timestep without data gives zero.</param>
    public string Unpack(string outputs, bool backwards, bool zero)
    {
        string ones = _graph.Add("Cast", [_present], ("to", OnnxTensor.Int64));
        // Read forwards, the last one at or before a timestep; read from the end, the first one at or behind it. Where there is none, the place is outside.
        string place = _graph.Add("Sub", [_seen, backwards ? ones : _graph.Integers(1)]);
        string last = _graph.Add("Sub", [_graph.Add("Shape", [_present], ("start", 1), ("end", 2)), _graph.Integers(1)]);
        string spread = At(outputs, _graph.Add("Min", [_graph.Add("Max", [place, _graph.Integers(0)]), last]));
        string lengths = _graph.Add("Unsqueeze", [_graph.Add("Cast", [Lengths], ("to", OnnxTensor.Int64)), _graph.Integers(1)]);
        string there = zero ? _present : backwards ? _graph.Add("Less", [place, lengths]) : _graph.Add("GreaterOrEqual", [place, _graph.Integers(0)]);
        return _graph.Add("Where", [_graph.Add("Unsqueeze", [there, _graph.Integers(2)]), spread, _graph.Scalar(0)]);
    }

    /// <summary>A final state (one direction, batch, units), which is the initial one where a sequence holds no data at all.</summary>
    public string OrAtStart(string state, string? initial) => _graph.Add("Where", [_graph.Add("Unsqueeze", [_none, _graph.Integers(0, 2)]), initial ?? _graph.Scalar(0), state]);

    private string At(string sequence, string places) => _graph.Add("GatherND", [sequence, _graph.Add("Unsqueeze", [places, _graph.Integers(2)])], ("batch_dims", 1));
}
