namespace Fathom.Trees;

/// <summary>Searches one column after another for the best division of a node. Working memory is taken once per tree.</summary>
internal sealed class CutFinder<TCriterion>(RankedColumns columns, GrowthRules rules, TCriterion criterion, int capacity)
    where TCriterion : struct, ICriterion<TCriterion>
{
    private readonly NodeKeys _keys = new(capacity);
    private readonly NodeLevels _levels = new();
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
            return Category(feature, Divide(_keys.Sorted(_levels.Places, _levels.Count, _reordered), last, last + 1 < _levels.Count ? last + 1 : -1));
        }
        ReadOnlySpan<float> distinct = columns.Distinct(feature);
        if (_keys.Least == _keys.Greatest)
            return Number(feature, Divide(_keys.Known, _keys.Greatest, -1));
        double least = distinct[_keys.Least], greatest = distinct[_keys.Greatest];
        double threshold = least + random.Uniform() * (greatest - least);
        if (threshold >= greatest)
            threshold = least;
        int rank = LastUpTo(distinct, threshold, _keys.Least, _keys.Greatest);
        return Number(feature, Divide(_keys.Known, rank, rank + 1)) with { Threshold = threshold };
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
                if (count - left < rules.MinSamplesLeaf || left == count)
                    break;
                if (left < rules.MinSamplesLeaf || !HeavyEnough())
                    continue;
                double score = _criterion.Score();
                if (score > best.Score + _tolerance)
                    best = new(score, rank, i < sorted.Length ? (int)(sorted[i] >> 32) : -1, missing > 0 ? missingLeft : null);
            }
        }
        return best;
    }

    private Division Divide(ReadOnlySpan<ulong> keys, int lastLeft, int nextRank)
    {
        Division best = Division.None;
        int missing = _keys.Missing.Length, count = keys.Length + missing;
        for (int side = 0; side < (missing > 0 ? 2 : 1); side++)
        {
            bool missingLeft = side == 1;
            Start(missingLeft);
            int left = missingLeft ? missing : 0;
            foreach (ulong key in keys)
            {
                if ((int)(key >> 32) > lastLeft)
                    continue;
                _criterion.MoveLeft((int)(uint)key);
                left++;
            }
            if (left == count || left < rules.MinSamplesLeaf || count - left < rules.MinSamplesLeaf || !HeavyEnough())
                continue;
            double score = _criterion.Score();
            if (score > best.Score + _tolerance)
                best = new(score, lastLeft, nextRank, missing > 0 ? missingLeft : null);
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
        rules.MinWeightLeaf <= 0 || (_criterion.WeightLeft >= rules.MinWeightLeaf && _criterion.WeightRight >= rules.MinWeightLeaf);

    private Cut Number(int feature, Division division)
    {
        if (division.IsNone)
            return Cut.None;
        ReadOnlySpan<float> distinct = columns.Distinct(feature);
        double threshold = double.PositiveInfinity;
        if (division.NextRank >= 0)
        {
            double below = distinct[division.Rank], above = distinct[division.NextRank];
            threshold = below / 2 + above / 2;
        }
        return new() { Feature = feature, Score = division.Score, Rank = division.Rank, Threshold = threshold, MissingLeft = division.MissingLeft };
    }

    private Cut Category(int feature, Division division) => division.IsNone ? Cut.None : new()
    {
        Feature = feature,
        Score = division.Score,
        LeftLevels = _levels.Order[..(division.Rank + 1)].ToArray(),
        RightLevels = _levels.Order[(division.Rank + 1)..].ToArray(),
        MissingLeft = division.MissingLeft,
    };

    private static int LastUpTo(ReadOnlySpan<float> distinct, double threshold, int least, int greatest)
    {
        while (least < greatest)
        {
            int middle = (least + greatest + 1) / 2;
            if (distinct[middle] <= threshold)
                least = middle;
            else
                greatest = middle - 1;
        }
        return least;
    }
}
