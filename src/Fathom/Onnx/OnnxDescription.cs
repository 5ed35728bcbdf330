namespace Fathom.Onnx;

/// <summary>What an ONNX file says: operations, the values it holds, and what enters and leaves.</summary>
/// <param name="Nodes">The operations, each after those it depends on.</param>
/// <param name="Values">Weights and constants, by name.</param>
/// <param name="Inputs">What enters: names and axes, the batch counted; an open axis is 0.</param>
/// <param name="Outputs">The names of what leaves.</param>
/// <param name="OperatorSet">The version of the operators.</param>
internal sealed record OnnxDescription(
    IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, OnnxTensor> Values, IReadOnlyList<(string Name, IReadOnlyList<long> Axes)> Inputs, IReadOnlyList<string> Outputs, long OperatorSet);
