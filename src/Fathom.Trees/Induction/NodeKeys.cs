namespace Fathom.Trees;

/// <summary>One column's values in one node: ranks of known values with the places of their rows, and the places of missing ones.</summary>
internal sealed class NodeKeys(int capacity)
{
    private readonly ulong[] _keys = new ulong[capacity];
    private readonly ulong[] _spare = new ulong[capacity];
    private readonly int[] _missing = new int[capacity];
    private int _known;
    private int _missingCount;

    internal int Least { get; private set; }

    internal int Greatest { get; private set; }

    /// <summary>Rank in the upper half, place in the lower.</summary>
    internal Span<ulong> Known => _keys.AsSpan(0, _known);

    internal ReadOnlySpan<int> Missing => _missing.AsSpan(0, _missingCount);

    /// <summary>Whether the column can tell no two rows of the node apart.</summary>
    internal bool IsConstant => _known == 0 || (Least == Greatest && _missingCount == 0);

    internal void Gather(ReadOnlySpan<int> ranks, ReadOnlySpan<int> rows, int missingRank)
    {
        int known = 0, missing = 0, least = int.MaxValue, greatest = int.MinValue;
        for (int place = 0; place < rows.Length; place++)
        {
            int rank = ranks[rows[place]];
            if (rank == missingRank)
            {
                _missing[missing++] = place;
                continue;
            }
            least = Math.Min(least, rank);
            greatest = Math.Max(greatest, rank);
            _keys[known++] = (ulong)(uint)rank << 32 | (uint)place;
        }
        (_known, _missingCount, Least, Greatest) = (known, missing, least, greatest);
    }

    internal ReadOnlySpan<ulong> Sorted() => KeySort.Sort(Known, _spare.AsSpan(0, _known), (uint)Least, (uint)Greatest);

    /// <summary>The known values with ranks replaced, sorted by the new ones.</summary>
    /// <param name="newRanks">The new rank of each old one.</param>
    /// <param name="count">The number of new ranks.</param>
    /// <param name="into">Holds the result.</param>
    internal ReadOnlySpan<ulong> Sorted(ReadOnlySpan<int> newRanks, int count, ulong[] into)
    {
        for (int i = 0; i < _known; i++)
            into[i] = (ulong)(uint)newRanks[(int)(_keys[i] >> 32)] << 32 | (uint)_keys[i];
        return KeySort.Sort(into.AsSpan(0, _known), _spare.AsSpan(0, _known), 0, (uint)count - 1);
    }
}
