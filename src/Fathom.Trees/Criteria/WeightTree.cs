namespace Fathom.Trees;

/// <summary>Weights and weighted targets by rank, with prefix sums in logarithmic time (Fenwick 1994).</summary>
internal sealed class WeightTree(int capacity)
{
    private readonly double[] _weights = new double[capacity + 1];
    private readonly double[] _sums = new double[capacity + 1];
    private int _count;

    internal double Weight { get; private set; }

    internal double Sum { get; private set; }

    internal void Clear(int count)
    {
        _count = count;
        _weights.AsSpan(0, count + 1).Clear();
        _sums.AsSpan(0, count + 1).Clear();
        Weight = Sum = 0;
    }

    internal void Add(int rank, double weight, double sum)
    {
        Weight += weight;
        Sum += sum;
        for (int i = rank + 1; i <= _count; i += i & -i)
        {
            _weights[i] += weight;
            _sums[i] += sum;
        }
    }

    /// <summary>The weighted absolute deviations from the weighted median of what is in this tree.</summary>
    /// <param name="sorted">The target of each rank.</param>
    internal double Deviation(ReadOnlySpan<double> sorted) => Deviation(sorted, null, Weight, Sum);

    /// <summary>The weighted absolute deviations from the weighted median of what is in this tree and not in <paramref name="without"/>.</summary>
    /// <param name="sorted">The target of each rank.</param>
    /// <param name="without">A part of this tree.</param>
    internal double Deviation(ReadOnlySpan<double> sorted, WeightTree without) => Deviation(sorted, without, Weight - without.Weight, Sum - without.Sum);

    private double Deviation(ReadOnlySpan<double> sorted, WeightTree? without, double weight, double sum)
    {
        double half = weight / 2, weightBelow = 0, sumBelow = 0;
        int rank = 0;
        for (int step = 1 << int.Log2(_count); step > 0; step >>= 1)
        {
            int next = rank + step;
            if (next > _count)
                continue;
            double weightNext = weightBelow + _weights[next] - (without?._weights[next] ?? 0);
            if (weightNext >= half)
                continue;
            rank = next;
            weightBelow = weightNext;
            sumBelow += _sums[next] - (without?._sums[next] ?? 0);
        }
        // Rounding may lead past the last rank that holds anything.
        double median = sorted[Math.Min(rank, _count - 1)];
        return median * weightBelow - sumBelow + (sum - sumBelow) - median * (weight - weightBelow);
    }
}
