using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>What a model of Keras 2 or TensorFlow.js was compiled with.</summary>
/// <param name="Compile">Optimizer, losses and metrics, as Keras 3 would write them.</param>
/// <param name="State">The optimizer's variables, in the file's order; none where it holds none.</param>
/// <param name="IsOrdered">Whether Keras 3 wrote them, in its own order.</param>
internal sealed record LegacyTraining(JsonObject Compile, IReadOnlyList<StoredWeight> State, bool IsOrdered);
