using System.Collections;
using System.Runtime.CompilerServices;

namespace Fathom;

/// <summary>
/// The shape of one sample: every axis but the batch. Axes whose length is only known when data arrives are <see cref="Unknown"/>.
/// </summary>
/// <remarks>Axes follow Keras: (timesteps, features) for sequences, (height, width, channels) for images.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The length of an axis that is not known before data arrives; prints as <c>None</c>.</summary>
    public const int Unknown = -1;

    private readonly int[] _axes;

    /// <summary>Creates a shape.</summary>
    /// <param name="axes">The length of each axis, batch left out; positive, or <see cref="Unknown"/>. None at all is a scalar per sample.</param>
    /// <exception cref="ArgumentException">An axis is zero or negative and not <see cref="Unknown"/>.</exception>
    public Shape(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        foreach (int axis in _axes)
            if (axis <= 0 && axis != Unknown)
                throw new ArgumentException(
                    $"A shape cannot hold an axis of length {axis} (in ({string.Join(", ", _axes)})). Give positive lengths, or Shape.Unknown for an " +
                    "axis that may vary; leave the batch axis out.", nameof(axes));
    }

    /// <summary>Builds a shape from a collection expression: <c>Shape s = [28, 28, 1];</c></summary>
    /// <param name="axes">The axes, batch left out.</param>
    /// <returns>The shape.</returns>
    public static Shape Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The number of axes, batch left out.</summary>
    public int Count => _axes.Length;

    /// <summary>The length of one axis.</summary>
    /// <param name="index">Zero-based, batch left out; <c>^1</c> is the last.</param>
    /// <returns>The length, or <see cref="Unknown"/>.</returns>
    public int this[int index] => _axes[index];

    /// <summary>Whether every axis has a known length.</summary>
    public bool IsKnown => !_axes.Contains(Unknown);

    /// <summary>The number of values in one sample.</summary>
    /// <exception cref="InvalidOperationException">An axis is unknown.</exception>
    public int Size => IsKnown
        ? _axes.Aggregate(1, (product, axis) => checked(product * axis))
        : throw new InvalidOperationException($"The size of {this} is not known: give every axis a length.");

    /// <summary>A copy with one axis replaced.</summary>
    /// <param name="index">The axis; negative counts from the end, -1 being the last.</param>
    /// <param name="length">Its new length.</param>
    /// <returns>The new shape.</returns>
    public Shape With(int index, int length)
    {
        int[] axes = ToArray();
        axes[index < 0 ? axes.Length + index : index] = length;
        return new Shape(axes);
    }

    /// <summary>A part of the shape; with this, <c>shape[1..]</c> and <c>shape[^1..]</c> work.</summary>
    /// <param name="start">The first axis.</param>
    /// <param name="length">How many axes.</param>
    /// <returns>The part.</returns>
    public Shape Slice(int start, int length) => new(_axes.AsSpan(start, length));

    /// <summary>Whether data of <paramref name="other"/>'s shape fits here: as many axes, and equal lengths where both are known.</summary>
    /// <param name="other">The shape to compare with.</param>
    /// <returns>Whether it fits.</returns>
    public bool Matches(Shape other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Count == other.Count && _axes.Zip(other._axes).All(pair => pair.First == pair.Second || pair.First == Unknown || pair.Second == Unknown);
    }

    /// <summary>The axes as a new array.</summary>
    /// <returns>The axes, batch left out.</returns>
    public int[] ToArray() => [.. _axes];

    /// <summary>The axes with a batch axis in front, as the tensor library wants them.</summary>
    /// <param name="batch">The length of the batch axis.</param>
    /// <returns>The axes, batch first.</returns>
    public long[] WithBatch(long batch) => [batch, .. _axes.Select(axis => (long)axis)];

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _axes.AsSpan().SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int axis in _axes) hash.Add(axis);
        return hash.ToHashCode();
    }

    /// <summary>The shape as Keras prints it, batch first: <c>(None, 28, 28, 1)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"(None{string.Concat(_axes.Select(axis => axis == Unknown ? ", None" : $", {axis}"))}{(Count == 0 ? ",)" : ")")}";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _axes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
