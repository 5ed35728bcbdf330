using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One timestep of a cell.</summary>
/// <param name="input">What is read at the timestep, batch first.</param>
/// <param name="states">The states before it.</param>
/// <returns>The output and the states after it.</returns>
internal delegate (Tensor Output, IReadOnlyList<Tensor> States) CellStep(Tensor input, IReadOnlyList<Tensor> states);
