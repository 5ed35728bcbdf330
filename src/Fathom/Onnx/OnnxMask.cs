namespace Fathom.Onnx;

/// <summary>A mask in an ONNX graph: booleans over the first axes of the tensor it belongs to.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Rank">The number of its axes, the batch counted.</param>
internal sealed record OnnxMask(string Name, int Rank)
{
    /// <summary>The mask with axes of length 1 added behind, so that it spreads over a tensor of that many axes.</summary>
    public string SpreadOver(OnnxGraph graph, int rank) => rank == Rank
        ? Name
        : graph.Add("Unsqueeze", [Name, graph.Integers([.. Enumerable.Range(Rank, rank - Rank).Select(axis => (long)axis)])]);
}
