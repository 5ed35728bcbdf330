namespace Fathom.Trees;

/// <summary>
/// Finds the best cut of one column for all nodes of a level in one pass over its sorted values, and in a second one backwards
/// with the missing values on the left (Chen &amp; Guestrin 2016, algorithms 1 and 3).
/// </summary>
internal sealed class ExactScanner(GrowthLimits limits, IReadOnlyList<ExactNode> nodes, int firstNode, int[] nodeOfRow, float[] gradients, float[] hessians)
{
    private readonly double[] _gradients = new double[nodes.Count - firstNode];
    private readonly double[] _hessians = new double[nodes.Count - firstNode];
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
            double own = limits.Score(node.Gradient, node.Hessian);
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
        Array.Clear(_gradients);
        Array.Clear(_hessians);
        Array.Clear(_any);
        Array.Clear(_rows);
        int count = column.Rows.Length;
        for (int step = 0; step < count; step++)
        {
            int at = backwards ? count - 1 - step : step, row = column.Rows[at], i = nodeOfRow[row] - firstNode;
            if (i < 0)
                continue;
            float value = column.Values[at];
            if (_any[i] && value != _last[i])
                Try(feature, i, QuantileCuts.Between(Math.Min(value, _last[i]), Math.Max(value, _last[i])), backwards);
            _gradients[i] += gradients[row];
            _hessians[i] += hessians[row];
            _rows[i] += hessians[row] > 0 ? 1 : 0;
            _last[i] = value;
            _any[i] = true;
        }
    }

    /// <summary>Takes a cut with the rows passed so far on one side if it beats the best yet.</summary>
    private void Try(int feature, int i, float threshold, bool passedRight)
    {
        ExactNode node = nodes[firstNode + i];
        double passed = _hessians[i], rest = node.Hessian - passed;
        if (passed < limits.MinChildWeight || rest < limits.MinChildWeight || _rows[i] < limits.MinLeafRows || node.Rows - _rows[i] < limits.MinLeafRows)
            return;
        double score = limits.Score(_gradients[i], passed) + limits.Score(node.Gradient - _gradients[i], rest);
        if (score > _best[i].Score)
            _best[i] = new(score, feature, threshold, passedRight, false, passedRight ? rest : passed);
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
