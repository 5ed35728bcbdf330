namespace Fathom.Saving;

/// <summary>A weight of the model and where its values come from, or either alone.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Weight">The weight, for example <c>conv1/kernel</c>; empty where there is none.</param>
/// <param name="Shape">The weight's axes.</param>
/// <param name="Tensors">The tensors' names in the file, joined by a plus where there are several, or the names that were looked for.</param>
/// <param name="TensorShape">The axes of the first tensor; for <see cref="WeightFate.ShapeDiffers"/> of the one that differs.</param>
/// <param name="Note">How the values were brought into the weight's layout, or what shape was wanted.</param>
public sealed record WeightMatch(WeightFate Fate, string Weight, IReadOnlyList<int> Shape, string Tensors, IReadOnlyList<int> TensorShape, string Note);
