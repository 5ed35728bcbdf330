namespace Fathom.Onnx;

/// <summary>A tensor in an ONNX graph that is being written.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="Mask">What says which of its places hold data, where something does.</param>
internal sealed record OnnxValue(string Name, Shape Shape, OnnxMask? Mask = null)
{
    /// <summary>The number of axes, the batch counted.</summary>
    public int Rank => Shape.Count + 1;
}
