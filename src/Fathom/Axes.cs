using System.Collections;
using System.Runtime.CompilerServices;

namespace Fathom;

/// <summary>
/// One axis or several, as Keras counts them: 0 is the batch of an input or the first axis of a weight, -1 the last. A number converts to it:
/// <c>Axis = 1</c>, <c>Axis = [1, 2]</c>.
/// </summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public sealed class Axes : IReadOnlyList<int>, IEquatable<Axes>
{
    private readonly int[] _axes;

    /// <summary>Names axes.</summary>
    /// <param name="axes">Each once; none is allowed where the option says what it means.</param>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public Axes(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        if (_axes.Distinct().Count() != _axes.Length) throw new ArgumentException($"The axes [{string.Join(", ", _axes)}] name one twice. Name each once.", nameof(axes));
    }

    /// <inheritdoc/>
    public int Count => _axes.Length;

    /// <inheritdoc/>
    public int this[int index] => _axes[index];

    /// <summary>Names one axis.</summary>
    /// <param name="axis">The axis.</param>
    public static implicit operator Axes(int axis) => new(axis);

    /// <summary>Builds axes from a collection expression: <c>Axes a = [1, 2];</c></summary>
    /// <param name="axes">Each once.</param>
    /// <returns>The axes.</returns>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes);

    /// <inheritdoc/>
    public bool Equals(Axes? other) => other is not null && _axes.AsSpan().SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Axes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int axis in _axes) hash.Add(axis);
        return hash.ToHashCode();
    }

    /// <summary>One axis as a number, several in brackets: <c>-1</c>, <c>[1, 2]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Count == 1 ? $"{_axes[0]}" : $"[{string.Join(", ", _axes)}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _axes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The axes counted from the front, ascending; none where one of them does not exist or two are the same.</summary>
    /// <param name="count">The number of axes there are, the batch counted.</param>
    internal int[]? Resolve(int count)
    {
        int[] resolved = [.. _axes.Select(axis => axis < 0 ? count + axis : axis).Order()];
        return Array.TrueForAll(resolved, axis => axis >= 0 && axis < count) && resolved.Distinct().Count() == resolved.Length ? resolved : null;
    }
}
