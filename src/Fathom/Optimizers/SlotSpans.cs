namespace Fathom.Optimizers;

/// <summary>The running values that belong to one stretch of the weights, as spans.</summary>
public readonly unsafe ref struct SlotSpans
{
    private readonly ReadOnlySpan<nint> _addresses;
    private readonly int _start, _length;

    internal SlotSpans(ReadOnlySpan<nint> addresses, int start, int length)
    {
        _addresses = addresses;
        _start = start;
        _length = length;
    }

    /// <summary>One kind of running value.</summary>
    /// <param name="slot">Its place among the rule's own slots.</param>
    /// <returns>As many values as the stretch has weights.</returns>
    public Span<float> this[int slot] => new((float*)_addresses[slot] + _start, _length);
}
