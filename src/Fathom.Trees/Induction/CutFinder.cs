namespace Fathom.Trees;

/// <summary>Searches one column after another for the best division of a node. Working memory is taken once per tree.</summary>
internal sealed class CutFinder<TCriterion>(RankedColumns columns, GrowthRules rules, TCriterion criterion, int capacity)
    where TCriterion : struct, ICriterion<TCriterion>
{
    private readonly NodeKeys _keys = new(capacity);
    private readonly NodeLevels _levels = new();
    private readonly int _minSamples = rules.MinSamplesLeaf;
    private readonly double _minWeight = rules.MinWeightLeaf;
    private readonly ulong[] _reordered = columns.HasLevels ? new ulong[capacity] : [];
    private TCriterion _criterion = criterion;
    private double _tolerance;

    /// <summary>The criterion over the node taken up last.</summary>
    internal ref TCriterion Criterion => ref _criterion;

    /// <summary>Differences of scores below this are rounding.</summary>
    internal double Tolerance => _tolerance;

    /// <summary>One with working memory of its own, for another thread.</summary>
    internal CutFinder<TCriterion> Copy() => new(columns, rules, _criterion.Copy(), capacity);

    /// <summary>Takes up a node.</summary>
    internal void Load(ReadOnlySpan<int> rows)
    {
        _criterion.Load(rows);
        _tolerance = 1e-12 * _criterion.Weight * _criterion.Impurity;
    }

    /// <summary>The best of all cuts of a column, or <see cref="Cut.None"/>.</summary>
    internal Cut FindBest(int feature, ReadOnlySpan<int> rows)
    {
        _keys.Gather(columns.Ranks(feature), rows, columns.MissingRank(feature));
        if (_keys.IsConstant)
            return Cut.None;
        int levels = columns.Levels(feature);
        if (levels == 0)
            return Number(feature, Best(_keys.Sorted()));
        Cut best = Cut.None;
        for (int order = 0; order < _criterion.LevelOrders; order++)
        {
            _levels.SortByTarget(in _criterion, order, _keys.Known, levels);
            Division division = Best(_keys.Sorted(_levels.Places, _levels.Count, _reordered));
            if (division.Score > best.Score + _tolerance)
                best = Category(feature, division);
        }
        return best;
    }

    /// <summary>A random cut of a column, or <see cref="Cut.None"/> where the leaves would be too small.</summary>
    internal Cut FindRandom(int feature, ReadOnlySpan<int> rows, ref SplitMix random)
    {
        _keys.Gather(columns.Ranks(feature), rows, columns.MissingRank(feature));
        if (_keys.IsConstant)
            return Cut.None;
        int levels = columns.Levels(feature);
        if (levels > 0)
        {
            _levels.Shuffle(_keys.Known, levels, ref random);
            int last = _levels.Count < 2 ? 0 : random.Below(_levels.Count - 1);
            return Category(feature, Divide(_keys.Sorted(_levels.Places, _levels.Count, _reordered), last, last + 1 < _levels.Count ? last + 1 : null));
        }
        if (_keys.Least == _keys.Greatest)
            return Number(feature, Divide(_keys.Known, _keys.Greatest, null));
        double least = columns.ValueOf(feature, _keys.Least), greatest = columns.ValueOf(feature, _keys.Greatest);
        double threshold = least + random.Uniform() * (greatest - least);
        if (threshold >= greatest)
            threshold = least;
        // The greatest single-precision number up to the threshold.
        int rank = ValueRanks.ToOrdered(MathF.BitDecrement(DecisionTreeLayout.Above(threshold)));
        return Number(feature, Divide(_keys.Known, rank, _keys.Greatest)) with { Threshold = threshold };
    }

    /// <summary>Whether the column searched last has one value in the node.</summary>
    internal bool LastWasConstant => _keys.IsConstant;

    private Division Best(ReadOnlySpan<ulong> sorted)
    {
        Division best = Division.None;
        int missing = _keys.Missing.Length, count = sorted.Length + missing;
        for (int side = 0; side < (missing > 0 ? 2 : 1); side++)
        {
            bool missingLeft = side == 1;
            Start(missingLeft);
            int shift = missingLeft ? missing : 0;
            for (int i = 0; i < sorted.Length;)
            {
                int rank = (int)(sorted[i] >> 32);
                do
                    _criterion.MoveLeft((int)(uint)sorted[i++]);
                while (i < sorted.Length && (int)(sorted[i] >> 32) == rank);
                int left = i + shift;
                if (count - left < _minSamples || left == count)
                    break;
                if (left < _minSamples || !HeavyEnough())
                    continue;
                double score = _criterion.Score();
                if (score > best.Score + _tolerance)
                    best = new(score, rank, i < sorted.Length ? (int)(sorted[i] >> 32) : null, missing > 0 ? missingLeft : null, _criterion.WeightLeft);
            }
        }
        return best;
    }

    private Division Divide(ReadOnlySpan<ulong> keys, int lastLeft, int? nextRank)
    {
        Division best = Division.None;
        int missing = _keys.Missing.Length, count = keys.Length + missing;
        for (int side = 0; side < (missing > 0 ? 2 : 1); side++)
        {
            bool missingLeft = side == 1;
            Start(missingLeft);
            int left = (missingLeft ? missing : 0) + _criterion.MoveUpTo(keys, lastLeft);
            if (left == count || left < _minSamples || count - left < _minSamples || !HeavyEnough())
                continue;
            double score = _criterion.Score();
            if (score > best.Score + _tolerance)
                best = new(score, lastLeft, nextRank, missing > 0 ? missingLeft : null, _criterion.WeightLeft);
        }
        return best;
    }

    private void Start(bool missingLeft)
    {
        _criterion.Reset();
        if (!missingLeft)
            return;
        foreach (int place in _keys.Missing)
            _criterion.MoveLeft(place);
    }

    private bool HeavyEnough() =>
        _minWeight <= 0 || (_criterion.WeightLeft >= _minWeight && _criterion.WeightRight >= _minWeight);

    private static Cut Number(int feature, Division division) => division.IsNone ? Cut.None : new()
    {
        Feature = feature,
        Score = division.Score,
        Rank = division.Rank,
        NextRank = division.NextRank,
        MissingLeft = division.MissingLeft,
        WeightLeft = division.WeightLeft,
    };

    private Cut Category(int feature, Division division) => division.IsNone ? Cut.None : new()
    {
        Feature = feature,
        Score = division.Score,
        LeftLevels = _levels.Order[..(division.Rank + 1)].ToArray(),
        RightLevels = _levels.Order[(division.Rank + 1)..].ToArray(),
        MissingLeft = division.MissingLeft,
        WeightLeft = division.WeightLeft,
    };
}
