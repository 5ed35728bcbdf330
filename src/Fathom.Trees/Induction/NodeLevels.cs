namespace Fathom.Trees;

/// <summary>The levels of a category that appear in one node, in an order.</summary>
internal sealed class NodeLevels
{
    private double[] _sums = [];
    private double[] _weights = [];
    private int[] _present = [];
    private double[] _means = [];

    /// <summary>The place of each level in the order.</summary>
    internal int[] Places { get; private set; } = [];

    /// <summary>The number of levels that appear.</summary>
    internal int Count { get; private set; }

    /// <summary>The levels that appear, in order.</summary>
    internal ReadOnlySpan<int> Order => _present.AsSpan(0, Count);

    /// <summary>Orders levels by the mean of their targets, equal means by code.</summary>
    internal void SortByTarget<TCriterion>(in TCriterion criterion, int order, ReadOnlySpan<ulong> keys, int levels) where TCriterion : struct, ICriterion<TCriterion>
    {
        Find(keys, levels);
        _sums.AsSpan(0, levels).Clear();
        _weights.AsSpan(0, levels).Clear();
        foreach (ulong key in keys)
        {
            int level = (int)(key >> 32), place = (int)(uint)key;
            double weight = criterion.WeightOf(place);
            _weights[level] += weight;
            _sums[level] += weight * criterion.LevelTarget(place, order);
        }
        for (int i = 0; i < Count; i++)
            _means[i] = _sums[_present[i]] / _weights[_present[i]];
        _means.AsSpan(0, Count).Sort(_present.AsSpan(0, Count), (left, right) => left.CompareTo(right));
        Number();
    }

    /// <summary>Orders levels at random.</summary>
    internal void Shuffle(ReadOnlySpan<ulong> keys, int levels, ref SplitMix random)
    {
        Find(keys, levels);
        for (int i = Count - 1; i > 0; i--)
        {
            int with = random.Below(i + 1);
            (_present[i], _present[with]) = (_present[with], _present[i]);
        }
        Number();
    }

    private void Find(ReadOnlySpan<ulong> keys, int levels)
    {
        if (Places.Length < levels)
        {
            Places = new int[levels];
            _sums = new double[levels];
            _weights = new double[levels];
            _present = new int[levels];
            _means = new double[levels];
        }
        Places.AsSpan(0, levels).Fill(-1);
        foreach (ulong key in keys)
            Places[(int)(key >> 32)] = 0;
        Count = 0;
        for (int level = 0; level < levels; level++)
        {
            if (Places[level] == 0)
                _present[Count++] = level;
        }
    }

    private void Number()
    {
        for (int i = 0; i < Count; i++)
            Places[_present[i]] = i;
    }
}
