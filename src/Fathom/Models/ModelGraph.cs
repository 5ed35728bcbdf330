using Fathom.Layers;

namespace Fathom.Models;

/// <summary>The graph of a model: which layer is called on what.</summary>
/// <param name="Calls">The calls, inputs first, each after those it depends on.</param>
/// <param name="Inputs">Where data enters, in the order it is given.</param>
/// <param name="Outputs">What the model computes, in the order targets are given.</param>
public sealed record ModelGraph(IReadOnlyList<LayerCall> Calls, IReadOnlyList<SymbolicTensor> Inputs, IReadOnlyList<SymbolicTensor> Outputs);
