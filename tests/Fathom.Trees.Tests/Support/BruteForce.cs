namespace Fathom.Trees.Tests.Support;

/// <summary>
/// Checks a fitted one-output model tree by tree against sums over rows in double precision: every cut of every column is tried in every node,
/// and the node's question has to gain as much as the best of them.
/// </summary>
internal sealed class BruteForce(RandomRows rows, float[]? weights, GradientBoosting options, bool logistic, double[] labels)
{
    /// <summary>Engine sums are rounded to about 2⁻²⁹ of Σ|g|.</summary>
    private const double Tolerance = 1e-5;

    private readonly float[] _gradients = new float[labels.Length];
    private readonly float[] _hessians = new float[labels.Length];
    private readonly double[] _scores = new double[labels.Length];
    private readonly float[][] _cuts = [.. Enumerable.Range(0, rows.Values.GetLength(1)).Select(column => Cuts(rows, column))];

    private readonly bool[] _hasMissing = [.. Enumerable.Range(0, rows.Values.GetLength(1)).Select(column =>
        Enumerable.Range(0, rows.Count).Any(row => float.IsNaN(rows.Values[row, column])))];

    internal int Questions { get; private set; }

    internal void Check(TreeEnsemble ensemble)
    {
        Array.Fill(_scores, ensemble.BaseScores[0]);
        foreach (Tree tree in ensemble.Trees)
        {
            TakeDerivatives();
            int[][] reached = RowsOf(tree);
            if (options.Growth == TreeGrowth.Symmetric)
                CheckLevels(tree, reached);
            else
                CheckNodes(tree, reached);
            for (int node = 0; node < reached.Length; node++)
                CheckLeaf(tree.Nodes[node], reached[node]);
        }
    }

    private void CheckNodes(Tree tree, int[][] reached)
    {
        int[] depths = Depths(tree);
        double[] best = [.. reached.Select((node, i) => depths[i] < options.MaxDepth ? AllCuts().Max(cut => Gain(node, cut)) : double.NegativeInfinity)];
        for (int i = 0; i < reached.Length; i++)
        {
            TreeNode node = tree.Nodes[i];
            if (!node.IsLeaf)
                CheckQuestion(node, reached[i], Math.Max(best[i], options.Gamma));
            else if (options.Growth == TreeGrowth.DepthWise && depths[i] < options.MaxDepth)
                Assert.True(best[i] <= options.Gamma + Slack(best[i]), $"A leaf could have gained {best[i]}.");
        }
        if (options.Growth == TreeGrowth.LeafWise)
            CheckOrder(tree, best);
    }

    /// <summary>Children are appended as leaves are split: each time the open leaf with the greatest gain.</summary>
    private void CheckOrder(Tree tree, double[] best)
    {
        var open = new HashSet<int> { 0 };
        foreach (int split in Enumerable.Range(0, best.Length).Where(i => !tree.Nodes[i].IsLeaf).OrderBy(i => tree.Nodes[i].Left))
        {
            Assert.All(open, other => Assert.True(best[other] <= best[split] + Slack(best[split])));
            open.Remove(split);
            open.Add(tree.Nodes[split].Left);
            open.Add(tree.Nodes[split].Right);
        }
        if (tree.LeafCount < options.MaxLeaves)
            Assert.All(open, leaf => Assert.True(best[leaf] <= options.Gamma + Slack(best[leaf])));
    }

    private void CheckLevels(Tree tree, int[][] reached)
    {
        int[] depths = Depths(tree);
        for (int depth = 0; depth <= tree.Depth; depth++)
        {
            int[] level = [.. Enumerable.Range(0, reached.Length).Where(i => depths[i] == depth)];
            double best = AllCuts().Max(cut => level.Sum(i => Gain(reached[i], cut, least: 0, empty: 0)));
            if (depth == tree.Depth)
            {
                Assert.True(depth == options.MaxDepth || best <= options.Gamma + Slack(best));
                continue;
            }
            Assert.Single(level.Select(i => (tree.Nodes[i].Feature, tree.Nodes[i].Threshold, tree.Nodes[i].MissingLeft)).Distinct());
            TreeNode question = tree.Nodes[level[0]];
            double gain = level.Sum(i => Gain(reached[i], (question.Feature, question.Threshold, question.MissingLeft), least: 0, empty: 0));
            Assert.Equal(best, gain, Slack(best));
            Questions++;
        }
    }

    private void CheckQuestion(TreeNode node, int[] reached, double best)
    {
        double gain = Gain(reached, (node.Feature, node.Threshold, node.MissingLeft));
        Assert.Equal(best, gain, Slack(best));
        Assert.Equal(gain, node.Gain, Slack(best));
        Assert.Equal(reached.Sum(row => (double)_hessians[row]), node.Cover, 1e-5);
        Questions++;
        if (reached.Any(row => float.IsNaN(rows.Values[row, node.Feature]) && _hessians[row] > 0))
            return;
        double left = reached.Where(row => rows.Values[row, node.Feature] < node.Threshold).Sum(row => (double)_hessians[row]);
        double right = reached.Sum(row => (double)_hessians[row]) - left;
        if (Math.Abs(left - right) > 1e-4)
            Assert.Equal(left > right, node.MissingLeft);
    }

    private void CheckLeaf(TreeNode node, int[] reached)
    {
        if (!node.IsLeaf)
            return;
        double gradient = reached.Sum(row => (double)_gradients[row]), hessian = reached.Sum(row => (double)_hessians[row]);
        Assert.Equal(hessian + options.L2 > 0 ? -options.LearningRate * gradient / (hessian + options.L2) : 0, node.Value, 1e-6);
        foreach (int row in reached)
            _scores[row] += node.Value;
    }

    private void TakeDerivatives()
    {
        for (int row = 0; row < labels.Length; row++)
        {
            double probability = 1 / (1 + Math.Exp(-_scores[row]));
            float weight = weights?[row] ?? 1;
            _gradients[row] = (float)((logistic ? probability : _scores[row]) - labels[row]) * weight;
            _hessians[row] = (logistic ? (float)(probability * (1 - probability)) : 1) * weight;
        }
    }

    private double Gain(int[] reached, (int Feature, float Threshold, bool MissingLeft) cut, double? least = null, double empty = double.NegativeInfinity)
    {
        double g = 0, h = 0, gl = 0, hl = 0;
        int left = 0;
        foreach (int row in reached)
        {
            float value = rows.Values[row, cut.Feature];
            g += _gradients[row];
            h += _hessians[row];
            if (float.IsNaN(value) ? !cut.MissingLeft : value >= cut.Threshold)
                continue;
            gl += _gradients[row];
            hl += _hessians[row];
            left++;
        }
        double minimum = least ?? options.MinChildWeight;
        if (left == 0 || left == reached.Length)
            return empty;
        // A hair's breadth below the minimum a rounded sum may pass, above it may fail: neither may decide a test.
        return hl < minimum - 1e-6 || h - hl < minimum - 1e-6 ? double.NegativeInfinity : Score(gl, hl) + Score(g - gl, h - hl) - Score(g, h);
    }

    private double Score(double gradient, double hessian) => hessian + options.L2 > 0 ? gradient * gradient / (hessian + options.L2) : 0;

    private IEnumerable<(int Feature, float Threshold, bool MissingLeft)> AllCuts() =>
        from feature in Enumerable.Range(0, _cuts.Length)
        from threshold in _cuts[feature]
        from missingLeft in _hasMissing[feature] ? (bool[])[false, true] : [false]
        select (feature, threshold, missingLeft);

    private int[][] RowsOf(Tree tree)
    {
        var reached = new List<int>[tree.Nodes.Count];
        for (int i = 0; i < reached.Length; i++)
            reached[i] = [];
        for (int row = 0; row < labels.Length; row++)
        {
            for (int at = 0; ; at = GoesLeft(tree.Nodes[at], row) ? tree.Nodes[at].Left : tree.Nodes[at].Right)
            {
                reached[at].Add(row);
                if (tree.Nodes[at].IsLeaf)
                    break;
            }
        }
        return [.. reached.Select(list => list.ToArray())];
    }

    private bool GoesLeft(TreeNode node, int row)
    {
        float value = rows.Values[row, node.Feature];
        return float.IsNaN(value) ? node.MissingLeft : value < node.Threshold;
    }

    private static int[] Depths(Tree tree)
    {
        var depths = new int[tree.Nodes.Count];
        for (int i = 0; i < depths.Length; i++)
        {
            if (!tree.Nodes[i].IsLeaf)
                depths[tree.Nodes[i].Left] = depths[tree.Nodes[i].Right] = depths[i] + 1;
        }
        return depths;
    }

    private static float[] Cuts(RandomRows rows, int column)
    {
        float[] values = [.. Enumerable.Range(0, rows.Count).Select(row => rows.Values[row, column]).Where(value => !float.IsNaN(value)).Distinct().Order()];
        return [.. values.Zip(values.Skip(1), (low, high) => (float)(((double)low + high) / 2)), float.PositiveInfinity];
    }

    private static double Slack(double gain) => Tolerance * Math.Max(1, double.IsFinite(gain) ? Math.Abs(gain) : 1);
}
