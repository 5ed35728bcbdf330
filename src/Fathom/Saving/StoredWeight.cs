namespace Fathom.Saving;

/// <summary>One weight in a file.</summary>
/// <param name="Path">Where in the file, for example <c>layers/dense/vars/0</c>.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Values">Its values, row-major.</param>
internal sealed record StoredWeight(string Path, int[] Shape, float[] Values)
{
    /// <summary>The value of a counter, which the file holds as a whole number; none for what is no counter.</summary>
    public long? Count { get; init; }

    /// <summary>The weight, if it has as many values as its axes say.</summary>
    /// <exception cref="ModelFormatException">It has not.</exception>
    public StoredWeight Complete() => Values.Length == Shape.Aggregate(1L, (product, axis) => product * axis)
        ? this
        : throw new ModelFormatException($"The array '{Path}' of shape ({string.Join(", ", Shape)}) holds {Values.Length} values. The file is damaged: save the model again.");
}
