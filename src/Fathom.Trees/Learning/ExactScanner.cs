namespace Fathom.Trees;

/// <summary>
/// Finds the best cut of one column for all nodes of a level in one pass over its sorted values, and in a second one backwards
/// with the missing values on the left (Chen &amp; Guestrin 2016, algorithms 1 and 3).
/// </summary>
internal sealed class ExactScanner(GrowthLimits limits, IReadOnlyList<ExactNode> nodes, int firstNode, int[] nodeOfRow, float[] gradients, float[] hessians)
{
    private readonly DerivativeSums[] _passed = new DerivativeSums[nodes.Count - firstNode];
    private readonly float[] _last = new float[nodes.Count - firstNode];
    private readonly bool[] _any = new bool[nodes.Count - firstNode];
    private readonly int[] _rows = new int[nodes.Count - firstNode];
    private readonly ExactSplit[] _best = new ExactSplit[nodes.Count - firstNode];

    /// <summary>The best cut per node of the level.</summary>
    internal ExactSplit[] Scan(int feature, SortedColumn column)
    {
        for (int i = 0; i < _best.Length; i++)
        {
            ExactNode node = nodes[firstNode + i];
            double own = limits.Score(node.Sums, limits.L2, node.Bounds);
            _best[i] = ExactSplit.None with { Score = own + limits.LeastGain(own) };
        }
        Pass(feature, column, backwards: false);
        if (column.HasMissing)
        {
            CutOffMissing(feature);
            Pass(feature, column, backwards: true);
        }
        for (int i = 0; i < _best.Length; i++)
            _best[i] = _best[i] with { SeesMissing = _rows[i] < nodes[firstNode + i].Rows };
        return _best;
    }

    private void Pass(int feature, SortedColumn column, bool backwards)
    {
        Array.Clear(_passed);
        Array.Clear(_any);
        Array.Clear(_rows);
        int count = column.Rows.Length;
        for (int step = 0; step < count; step++)
        {
            int at = backwards ? count - 1 - step : step, row = column.Rows[at], i = nodeOfRow[row] - firstNode;
            if (i < 0 || !nodes[nodeOfRow[row]].Columns[feature])
                continue;
            float value = column.Values[at];
            if (_any[i] && value != _last[i])
                Try(feature, i, QuantileCuts.Between(Math.Min(value, _last[i]), Math.Max(value, _last[i])), backwards);
            _passed[i] += new DerivativeSums(gradients[row], hessians[row]);
            _rows[i] += hessians[row] > 0 ? 1 : 0;
            _last[i] = value;
            _any[i] = true;
        }
    }

    /// <summary>Takes a cut with the rows passed so far on one side if it beats the best yet.</summary>
    private void Try(int feature, int i, float threshold, bool passedRight)
    {
        ExactNode node = nodes[firstNode + i];
        if (_rows[i] < limits.MinLeafRows || node.Rows - _rows[i] < limits.MinLeafRows)
            return;
        DerivativeSums passed = _passed[i], rest = node.Sums - passed;
        (DerivativeSums left, DerivativeSums right) = passedRight ? (rest, passed) : (passed, rest);
        double score = limits.Score(left, right, limits.LeastWeight(node.Sums.Hessian), limits.L2, limits.DirectionOf(feature), node.Bounds);
        if (score > _best[i].Score)
            _best[i] = new(score, feature, threshold, passedRight, false, left);
    }

    /// <summary>After a forward pass every known value has been passed: what is left is missing.</summary>
    private void CutOffMissing(int feature)
    {
        for (int i = 0; i < _best.Length; i++)
        {
            if (_any[i])
                Try(feature, i, float.PositiveInfinity, passedRight: false);
        }
    }
}
