namespace Fathom.Saving;

/// <summary>The weights of one layer in a file of Keras 2 or TensorFlow.js: those that training changes first.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Weights">The weights, in order.</param>
internal sealed record LegacyGroup(string Layer, IReadOnlyList<StoredWeight> Weights);
