namespace Fathom.Trees;

/// <summary>Chooses the columns a node may ask about and the best cut among them.</summary>
internal sealed class NodeSplitter<TCriterion> where TCriterion : struct, ICriterion<TCriterion>
{
    private readonly RankedColumns _columns;
    private readonly GrowthRules _rules;
    private readonly CutFinder<TCriterion>[] _finders;
    private readonly ColumnDraw _draw;
    private readonly Cut[] _perColumn;
    private readonly Workers _workers;
    private SplitMix _random;

    internal NodeSplitter(RankedColumns columns, GrowthRules rules, TCriterion criterion, int capacity, SplitMix random, Workers workers)
    {
        _columns = columns;
        _rules = rules;
        _random = random;
        _workers = workers;
        _draw = new(columns.Count);
        _perColumn = new Cut[columns.Count];
        _finders = new CutFinder<TCriterion>[Math.Min(workers.Threads, columns.Count)];
        _finders[0] = new(columns, rules, criterion, capacity);
    }

    internal ref TCriterion Criterion => ref _finders[0].Criterion;

    internal int Outputs => Criterion.Outputs;

    /// <summary>Takes up a node.</summary>
    internal void Load(ReadOnlySpan<int> rows) => _finders[0].Load(rows);

    /// <summary>The best cut of the node taken up, or <see cref="Cut.None"/>.</summary>
    internal Cut Find(ReadOnlyMemory<int> rows) =>
        _rules.Splitter == Splitter.Random || _rules.RandomTies || _rules.MaxFeatures < _columns.Count ? FindAmongDrawn(rows.Span) : FindAmongAll(rows);

    private Cut FindAmongDrawn(ReadOnlySpan<int> rows)
    {
        CutFinder<TCriterion> finder = _finders[0];
        Cut best = Cut.None;
        bool distinct = false;
        for (_draw.Start(); !_draw.IsEmpty && (_draw.Drawn < _rules.MaxFeatures || !distinct);)
        {
            int column = _draw.Next(ref _random);
            Cut cut = _rules.Splitter == Splitter.Random ? finder.FindRandom(column, rows, ref _random) : finder.FindBest(column, rows);
            distinct |= !finder.LastWasConstant;
            if (cut.Beats(in best, finder.Tolerance))
                best = cut;
        }
        return best;
    }

    /// <summary>Large nodes go over several threads, a run of columns each; the columns' best cuts are then compared in order.</summary>
    private Cut FindAmongAll(ReadOnlyMemory<int> rows)
    {
        const long StepsPerCell = 30;
        if (_finders.Length > 1 && rows.Length * StepsPerCell * _columns.Count >= Workers.SmallestParallelCost)
        {
            FindInParallel(rows);
        }
        else
        {
            for (int column = 0; column < _columns.Count; column++)
                _perColumn[column] = _finders[0].FindBest(column, rows.Span);
        }
        Cut best = Cut.None;
        foreach (Cut cut in _perColumn)
        {
            if (cut.Beats(in best, _finders[0].Tolerance))
                best = cut;
        }
        return best;
    }

    private void FindInParallel(ReadOnlyMemory<int> rows)
    {
        int parts = _finders.Length;
        _workers.For(parts, long.MaxValue, part =>
        {
            CutFinder<TCriterion> finder = _finders[part] ??= _finders[0].Copy();
            if (part > 0)
                finder.Load(rows.Span);
            for (int column = part; column < _columns.Count; column += parts)
                _perColumn[column] = finder.FindBest(column, rows.Span);
        });
    }
}
