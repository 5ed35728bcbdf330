using System.Text.Json.Nodes;

namespace Fathom.Layers;

/// <summary>Sizes along the axes of a sequence (a number), an image (<see cref="Extent"/>) or a volume (<see cref="Extent3D"/>), and as Keras writes them.</summary>
internal static class Sizes<TSize> where TSize : struct
{
    /// <summary>How many axes there are besides batch and channels.</summary>
    public static int Count { get; } = typeof(TSize) == typeof(int) ? 1 : typeof(TSize) == typeof(Extent) ? 2 : 3;

    /// <summary>The inputs' axes, for errors.</summary>
    public static string Axes { get; } = ChannelsLast.Axes(Count);

    /// <summary>A size of one everywhere.</summary>
    public static TSize One { get; } = From([.. Enumerable.Repeat(1, Count)]);

    /// <summary>The size along each axis.</summary>
    public static int[] ToArray(TSize size) => size switch
    {
        int length => [length],
        Extent area => [area.Height, area.Width],
        Extent3D volume => [volume.Depth, volume.Height, volume.Width],
        _ => throw new InvalidOperationException($"{typeof(TSize)} is no size."),
    };

    /// <summary>A size from its axes.</summary>
    public static TSize From(int[] axes) => (TSize)(axes.Length switch
    {
        1 => axes[0],
        2 => new Extent(axes[0], axes[1]),
        _ => (object)new Extent3D(axes[0], axes[1], axes[2]),
    });

    /// <summary>Reads a size: a number for all axes, or one for each.</summary>
    public static TSize Read(JsonObject config, string key, int otherwise) => From(SlidingWindow.ReadAxes(config, key, Count, otherwise));

    /// <summary>Refuses sizes below 1.</summary>
    public static TSize Positive(TSize size, string parameter)
    {
        foreach (int axis in ToArray(size)) ArgumentOutOfRangeException.ThrowIfLessThan(axis, 1, parameter);
        return size;
    }
}
