using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>Sums of targets on either side of a division.</summary>
internal struct MeanCriterion<TDeviation> : ICriterion<MeanCriterion<TDeviation>> where TDeviation : struct, IMeanDeviation
{
    private readonly double[] _targets;
    private readonly double[] _weights;
    private readonly double _shift;
    private readonly double[] _nodeTargets;
    private readonly double[] _nodeWeights;
    private double _sum;
    private double _sumLeft;
    private double _weightLeft;

    /// <param name="targets">The target of each row less <paramref name="shift"/>.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="shift">Added to predictions.</param>
    /// <param name="capacity">The most rows of a node.</param>
    private MeanCriterion(double[] targets, double[] weights, double shift, int capacity)
    {
        _targets = targets;
        _weights = weights;
        _shift = shift;
        _nodeTargets = new double[capacity];
        _nodeWeights = new double[capacity];
    }

    public readonly int Outputs => 1;

    public double Weight { get; private set; }

    public double Impurity { get; private set; }

    public bool IsPure { get; private set; }

    public readonly double WeightLeft => _weightLeft;

    public readonly double WeightRight => Weight - _weightLeft;

    public readonly int LevelOrders => 1;

    /// <summary>
    /// Takes targets as they are, or less the target nearest to their mean: differences of large numbers lose digits, and subtracting a target keeps whole numbers whole.
    /// </summary>
    internal static MeanCriterion<TDeviation> Of(double[] targets)
    {
        if (!TDeviation.MayShift)
            return new(targets, [], 0, 0);
        double mean = targets.Average();
        double shift = targets.MinBy(target => Math.Abs(target - mean));
        return new(Array.ConvertAll(targets, target => target - shift), [], shift, 0);
    }

    public readonly MeanCriterion<TDeviation> Copy() => new(_targets, _weights, _shift, _nodeTargets.Length);

    /// <summary>One that works on another tree's weights.</summary>
    internal readonly MeanCriterion<TDeviation> With(double[] weights, int capacity) => new(_targets, weights, _shift, capacity);

    public void Load(ReadOnlySpan<int> rows)
    {
        double first = _targets[rows[0]], sum = 0, weight = 0;
        bool pure = true;
        for (int i = 0; i < rows.Length; i++)
        {
            double target = _targets[rows[i]], rowWeight = _weights[rows[i]];
            _nodeTargets[i] = target;
            _nodeWeights[i] = rowWeight;
            sum += rowWeight * target;
            weight += rowWeight;
            pure &= target == first;
        }
        _sum = pure ? first * weight : sum;
        Weight = weight;
        IsPure = pure;
        Impurity = pure ? 0 : Deviation(_nodeTargets.AsSpan(0, rows.Length), _nodeWeights, sum / weight) / weight;
    }

    public readonly void WriteValue(Span<double> value) => value[0] = (IsPure ? _nodeTargets[0] : _sum / Weight) + _shift;

    public void Reset()
    {
        _sumLeft = 0;
        _weightLeft = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveLeft(int place)
    {
        double weight = _nodeWeights[place];
        _sumLeft += weight * _nodeTargets[place];
        _weightLeft += weight;
    }

    public int MoveUpTo(ReadOnlySpan<ulong> keys, int lastLeft)
    {
        double sum = 0, all = 0;
        int moved = 0;
        foreach (ulong key in keys)
        {
            int place = (int)(uint)key;
            bool moves = (int)(key >> 32) <= lastLeft;
            double weight = Bit.Keep(moves, _nodeWeights[place]);
            sum += weight * _nodeTargets[place];
            all += weight;
            moved += Bit.Of(moves);
        }
        _sumLeft += sum;
        _weightLeft += all;
        return moved;
    }

    public readonly double Score() => TDeviation.Score(_sumLeft, _sum - _sumLeft, _weightLeft, Weight - _weightLeft);

    public readonly double WeightOf(int place) => _nodeWeights[place];

    /// <summary>The order by mean targets holds the best of all divisions of the levels (Fisher 1958).</summary>
    public readonly double LevelTarget(int place, int order) => _nodeTargets[place];

    public readonly double ImpurityOf(ReadOnlySpan<int> rows, out double weight)
    {
        double sum = 0, deviation = 0;
        weight = 0;
        foreach (int row in rows)
        {
            sum += _weights[row] * _targets[row];
            weight += _weights[row];
        }
        foreach (int row in rows)
            deviation += _weights[row] * TDeviation.Deviation(_targets[row], sum / weight);
        return deviation / weight;
    }

    private static double Deviation(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, double mean)
    {
        double deviation = 0;
        for (int i = 0; i < targets.Length; i++)
            deviation += weights[i] * TDeviation.Deviation(targets[i], mean);
        return deviation;
    }
}
