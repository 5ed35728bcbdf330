namespace Fathom.Validation;

/// <summary>Outcome of <see cref="ModelConfidenceSet"/>.</summary>
/// <param name="PValues">Per model, the smallest size at which it is dropped; 1 for the best.</param>
/// <param name="Included">Numbers, from 0, of the models in the set.</param>
/// <param name="Size">1 − confidence of the set.</param>
public sealed record ModelConfidenceSetResult(double[] PValues, int[] Included, double Size);
