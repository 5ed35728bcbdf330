using System.Buffers;

namespace Fathom.Trees;

/// <summary>
/// Absolute deviations from the weighted medians on either side of a division. The targets of the node are ranked once; the rows on the left are counted in a Fenwick tree
/// over the ranks, so that a move and a median cost log₂(rows) steps each.
/// </summary>
internal struct MedianCriterion : ICriterion<MedianCriterion>
{
    private readonly double[] _targets;
    private readonly double[] _weights;
    private readonly double[] _nodeTargets;
    private readonly double[] _nodeWeights;
    private readonly int[] _rankOf;
    private readonly double[] _sorted;
    private readonly int[] _order;
    private readonly WeightTree _all;
    private readonly WeightTree _left;
    private int _count;
    private double _median;

    /// <param name="targets">The target of each row.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="capacity">The most rows of a node.</param>
    internal MedianCriterion(double[] targets, double[] weights, int capacity)
    {
        _targets = targets;
        _weights = weights;
        _nodeTargets = new double[capacity];
        _nodeWeights = new double[capacity];
        _rankOf = new int[capacity];
        _sorted = new double[capacity];
        _order = new int[capacity];
        _all = new(capacity);
        _left = new(capacity);
    }

    public readonly int Outputs => 1;

    public readonly double Weight => _all.Weight;

    public double Impurity { get; private set; }

    public bool IsPure { get; private set; }

    public readonly double WeightLeft => _left.Weight;

    public readonly double WeightRight => _all.Weight - _left.Weight;

    public readonly int LevelOrders => 1;

    public readonly MedianCriterion Copy() => new(_targets, _weights, _nodeTargets.Length);

    public void Load(ReadOnlySpan<int> rows)
    {
        _count = rows.Length;
        for (int i = 0; i < _count; i++)
        {
            _nodeTargets[i] = _sorted[i] = _targets[rows[i]];
            _nodeWeights[i] = _weights[rows[i]];
            _order[i] = i;
        }
        Span<double> sorted = _sorted.AsSpan(0, _count), weights = new double[_count];
        sorted.Sort(_order.AsSpan(0, _count));
        _all.Clear(_count);
        for (int rank = 0; rank < _count; rank++)
        {
            int place = _order[rank];
            _rankOf[place] = rank;
            weights[rank] = _nodeWeights[place];
            _all.Add(rank, weights[rank], weights[rank] * sorted[rank]);
        }
        _left.Clear(_count);
        IsPure = sorted[0] == sorted[^1];
        Impurity = Deviation(sorted, weights, out double weight, out _median) / weight;
    }

    public readonly void WriteValue(Span<double> value) => value[0] = _median;

    public readonly void Reset() => _left.Clear(_count);

    public readonly void MoveLeft(int place) => _left.Add(_rankOf[place], _nodeWeights[place], _nodeWeights[place] * _nodeTargets[place]);

    public readonly int MoveUpTo(ReadOnlySpan<ulong> keys, int lastLeft)
    {
        int moved = 0;
        foreach (ulong key in keys)
        {
            if ((int)(key >> 32) > lastLeft)
                continue;
            MoveLeft((int)(uint)key);
            moved++;
        }
        return moved;
    }

    public readonly double Score()
    {
        ReadOnlySpan<double> sorted = _sorted.AsSpan(0, _count);
        return -(_left.Deviation(sorted) + _all.Deviation(sorted, _left));
    }

    public readonly double WeightOf(int place) => _nodeWeights[place];

    /// <summary>Levels in the order of their mean targets: a good order, not always the best, under absolute error.</summary>
    public readonly double LevelTarget(int place, int order) => _nodeTargets[place];

    public readonly double ImpurityOf(ReadOnlySpan<int> rows, out double weight)
    {
        double[] sorted = ArrayPool<double>.Shared.Rent(rows.Length), weights = ArrayPool<double>.Shared.Rent(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            sorted[i] = _targets[rows[i]];
            weights[i] = _weights[rows[i]];
        }
        sorted.AsSpan(0, rows.Length).Sort(weights.AsSpan(0, rows.Length));
        double deviation = Deviation(sorted.AsSpan(0, rows.Length), weights.AsSpan(0, rows.Length), out weight, out _);
        ArrayPool<double>.Shared.Return(sorted);
        ArrayPool<double>.Shared.Return(weights);
        return deviation / weight;
    }

    /// <summary>The weighted absolute deviations from the weighted median: the middle of the two targets between which half the weight lies, if it does.</summary>
    private static double Deviation(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, out double weight, out double median)
    {
        weight = 0;
        foreach (double each in weights)
            weight += each;
        double below = 0;
        int middle = -1;
        while (below < weight / 2 && middle + 1 < sorted.Length)
            below += weights[++middle];
        median = below == weight / 2 && middle + 1 < sorted.Length ? (sorted[middle] + sorted[middle + 1]) / 2 : sorted[middle];
        double deviation = 0;
        for (int i = 0; i < sorted.Length; i++)
            deviation += weights[i] * Math.Abs(sorted[i] - median);
        return deviation;
    }
}
