using Fathom.Layers;

namespace Fathom.Models;

/// <summary>One call of a layer in a model's graph; a shared layer is called several times.</summary>
/// <param name="Layer">The layer. An <see cref="Input"/> is called on nothing.</param>
/// <param name="Inputs">What it is called on: each is among the <paramref name="Outputs"/> of an earlier call.</param>
/// <param name="Outputs">What it makes.</param>
public sealed record LayerCall(Layer Layer, IReadOnlyList<SymbolicTensor> Inputs, IReadOnlyList<SymbolicTensor> Outputs);
