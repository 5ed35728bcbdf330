using System.Numerics;

namespace Fathom.Layers;

/// <summary>Some rows of a table, or all of them.</summary>
/// <param name="count">The rows of the table.</param>
internal sealed class RowSet(int count)
{
    private const int Word = 64;

    private readonly ulong[] _bits = new ulong[(count + Word - 1) / Word];

    /// <summary>Whether every row is taken for a member, whatever was added.</summary>
    public bool IsAll { get; private set; }

    public void Add(int row) => _bits[row / Word] |= 1UL << row;

    public void Add(RowSet other)
    {
        IsAll |= other.IsAll;
        for (int i = 0; i < _bits.Length; i++) _bits[i] |= other._bits[i];
    }

    public void AddAll() => IsAll = true;

    public void Clear()
    {
        IsAll = false;
        Array.Clear(_bits);
    }

    /// <summary>The first row that was added, from one on; −1 where there is none.</summary>
    public int Next(int row)
    {
        int word = row / Word;
        if (word >= _bits.Length) return -1;
        ulong bits = _bits[word] & (ulong.MaxValue << row);
        while (bits == 0)
        {
            if (++word == _bits.Length) return -1;
            bits = _bits[word];
        }
        return word * Word + BitOperations.TrailingZeroCount(bits);
    }
}
