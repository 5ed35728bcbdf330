using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>Weights per class on either side of a division.</summary>
internal struct ClassCriterion<TImpurity> : ICriterion<ClassCriterion<TImpurity>> where TImpurity : struct, IClassImpurity
{
    private readonly int[] _labels;
    private readonly double[] _weights;
    private readonly double[] _total;
    private readonly double[] _left;
    private readonly int[] _nodeLabels;
    private readonly double[] _nodeWeights;
    private double _weightLeft;

    /// <param name="labels">The class of each row.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="capacity">The most rows of a node.</param>
    internal ClassCriterion(int[] labels, double[] weights, int classes, int capacity)
    {
        _labels = labels;
        _weights = weights;
        _total = new double[classes];
        _left = new double[classes];
        _nodeLabels = new int[capacity];
        _nodeWeights = new double[capacity];
    }

    public readonly int Outputs => _total.Length;

    public double Weight { get; private set; }

    public readonly double Impurity => IsPure ? 0 : TImpurity.Impurity(_total, Weight);

    public bool IsPure { get; private set; }

    public readonly double WeightLeft => _weightLeft;

    public readonly double WeightRight => Weight - _weightLeft;

    public readonly int LevelOrders => _total.Length == 2 ? 1 : _total.Length;

    public readonly ClassCriterion<TImpurity> Copy() => new(_labels, _weights, _total.Length, _nodeLabels.Length);

    public void Load(ReadOnlySpan<int> rows)
    {
        Array.Clear(_total);
        int first = _labels[rows[0]];
        bool pure = true;
        double weight = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int label = _labels[rows[i]];
            double rowWeight = _weights[rows[i]];
            _nodeLabels[i] = label;
            _nodeWeights[i] = rowWeight;
            _total[label] += rowWeight;
            weight += rowWeight;
            pure &= label == first;
        }
        Weight = weight;
        IsPure = pure;
    }

    public readonly void WriteValue(Span<double> value)
    {
        for (int i = 0; i < value.Length; i++)
            value[i] = _total[i] / Weight;
    }

    public void Reset()
    {
        Array.Clear(_left);
        _weightLeft = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveLeft(int place)
    {
        double weight = _nodeWeights[place];
        _left[_nodeLabels[place]] += weight;
        _weightLeft += weight;
    }

    public int MoveUpTo(ReadOnlySpan<ulong> keys, int lastLeft) => _total.Length == 2 ? MoveTwoClasses(keys, lastLeft) : MoveAnyClasses(keys, lastLeft);

    /// <summary>Sums stay in registers, and no branch is mispredicted where half the rows move.</summary>
    private int MoveTwoClasses(ReadOnlySpan<ulong> keys, int lastLeft)
    {
        double all = 0, ones = 0;
        int moved = 0;
        foreach (ulong key in keys)
        {
            int place = (int)(uint)key;
            bool moves = (int)(key >> 32) <= lastLeft;
            double weight = Bit.Keep(moves, _nodeWeights[place]);
            all += weight;
            ones += weight * _nodeLabels[place];
            moved += Bit.Of(moves);
        }
        _left[0] += all - ones;
        _left[1] += ones;
        _weightLeft += all;
        return moved;
    }

    private int MoveAnyClasses(ReadOnlySpan<ulong> keys, int lastLeft)
    {
        double all = 0;
        int moved = 0;
        foreach (ulong key in keys)
        {
            int place = (int)(uint)key;
            bool moves = (int)(key >> 32) <= lastLeft;
            double weight = Bit.Keep(moves, _nodeWeights[place]);
            _left[_nodeLabels[place]] += weight;
            all += weight;
            moved += Bit.Of(moves);
        }
        _weightLeft += all;
        return moved;
    }

    public readonly double Score() => TImpurity.Score(_left, _total, _weightLeft, Weight - _weightLeft);

    public readonly double WeightOf(int place) => _nodeWeights[place];

    /// <summary>One class against the rest. With two classes the order by the share of either holds the best of all divisions of the levels (Breiman et al. 1984, theorem 4.5).</summary>
    public readonly double LevelTarget(int place, int order) => _nodeLabels[place] == (_total.Length == 2 ? 1 : order) ? 1 : 0;

    public readonly double ImpurityOf(ReadOnlySpan<int> rows, out double weight)
    {
        Span<double> perClass = _total.Length <= 64 ? stackalloc double[_total.Length] : new double[_total.Length];
        perClass.Clear();
        weight = 0;
        foreach (int row in rows)
        {
            perClass[_labels[row]] += _weights[row];
            weight += _weights[row];
        }
        return TImpurity.Impurity(perClass, weight);
    }
}
