namespace Fathom.Layers;

/// <summary>A size in three directions; a bare number means the same in all: <c>new Conv3D(8, 3)</c>, <c>new Conv3D(8, (1, 3, 3))</c>.</summary>
/// <param name="Depth">Along the first axis.</param>
/// <param name="Height">Along the second axis.</param>
/// <param name="Width">Along the third axis.</param>
public readonly record struct Extent3D(int Depth, int Height, int Width)
{
    /// <summary>The same in all directions.</summary>
    /// <param name="size">Depth, height and width.</param>
    public static implicit operator Extent3D(int size) => FromInt32(size);

    /// <summary>Depth, height and width.</summary>
    /// <param name="size">Depth, height and width.</param>
    public static implicit operator Extent3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>The same in all directions.</summary>
    /// <param name="size">Depth, height and width.</param>
    /// <returns>The extent.</returns>
    public static Extent3D FromInt32(int size) => new(size, size, size);
}
