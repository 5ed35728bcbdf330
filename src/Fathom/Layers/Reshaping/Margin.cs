namespace Fathom.Layers;

/// <summary>So many places at either end of an axis; a bare number means the same at both: <c>new Cropping1D(2)</c>, <c>new Cropping1D((0, 2))</c>.</summary>
/// <param name="Before">At the start.</param>
/// <param name="After">At the end.</param>
public readonly record struct Margin(int Before, int After)
{
    /// <summary>The same at both ends.</summary>
    /// <param name="places">At either end.</param>
    public static implicit operator Margin(int places) => FromInt32(places);

    /// <summary>At the start and at the end.</summary>
    /// <param name="places">At the start and at the end.</param>
    public static implicit operator Margin((int Before, int After) places) => new(places.Before, places.After);

    /// <summary>The same at both ends.</summary>
    /// <param name="places">At either end.</param>
    /// <returns>The margin.</returns>
    public static Margin FromInt32(int places) => new(places, places);
}
