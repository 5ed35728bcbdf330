namespace Fathom.Trees;

/// <summary>A set of category levels by their codes.</summary>
public sealed class CategorySet : IEquatable<CategorySet>
{
    private readonly ulong[] _bits;

    /// <summary>Collects level codes.</summary>
    /// <param name="codes">Codes from 0 upwards; repeats count once.</param>
    public CategorySet(params ReadOnlySpan<int> codes)
    {
        int highest = -1;
        foreach (int code in codes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(code, nameof(codes));
            highest = Math.Max(highest, code);
        }
        _bits = new ulong[(highest >> 6) + 1];
        foreach (int code in codes)
            _bits[code >> 6] |= 1UL << (code & 63);
    }

    /// <summary>Whether the set holds a level.</summary>
    public bool Contains(int code) => (uint)(code >> 6) < (uint)_bits.Length && (_bits[code >> 6] >> (code & 63) & 1) != 0;

    /// <summary>The codes in the set, in ascending order.</summary>
    public int[] ToArray()
    {
        var codes = new List<int>();
        for (int code = 0; code < _bits.Length << 6; code++)
        {
            if (Contains(code))
                codes.Add(code);
        }
        return [.. codes];
    }

    /// <inheritdoc/>
    public bool Equals(CategorySet? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CategorySet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ulong word in _bits)
            hash.Add(word);
        return hash.ToHashCode();
    }
}
