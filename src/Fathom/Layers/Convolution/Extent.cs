namespace Fathom.Layers;

/// <summary>A size in two directions; a bare number means the same in both: <c>new Conv2D(32, 3)</c>, <c>new Conv2D(32, (1, 5))</c>.</summary>
/// <param name="Height">Along the first axis.</param>
/// <param name="Width">Along the second axis.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The same in both directions.</summary>
    /// <param name="size">Height and width.</param>
    public static implicit operator Extent(int size) => FromInt32(size);

    /// <summary>Height and width.</summary>
    /// <param name="size">Height and width.</param>
    public static implicit operator Extent((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>The same in both directions.</summary>
    /// <param name="size">Height and width.</param>
    /// <returns>The extent.</returns>
    public static Extent FromInt32(int size) => new(size, size);
}
