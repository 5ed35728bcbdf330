namespace Fathom.Trees;

/// <summary>Makes the leaves of a grown tree linear: in each, the weighted least squares of the rows' Newton steps.</summary>
internal sealed class LinearLeafFitter
{
    private readonly TrainingData _data;
    private readonly RoundGradients _gradients;
    private readonly Workers _workers;
    private readonly double _l2;
    private readonly double _learningRate;
    private readonly int _outputs;

    private LinearLeafFitter(BoostingOptions options, TrainingData data, RoundGradients gradients, int outputs, Workers workers)
    {
        _data = data;
        _gradients = gradients;
        _workers = workers;
        _l2 = options.LinearL2;
        _learningRate = options.LearningRate;
        _outputs = outputs;
    }

    /// <summary>The training rows that reach a leaf.</summary>
    internal delegate ReadOnlySpan<int> LeafRows(int leaf);

    /// <summary>A fitter where leaves are to be linear, else null.</summary>
    internal static LinearLeafFitter? For(BoostingOptions options, TrainingData data, RoundGradients gradients, int outputs, Workers workers) =>
        options.LinearLeaves ? new(options, data, gradients, outputs, workers) : null;

    /// <summary>The same tree with linear leaves where the questions on the way to a leaf are about numbers and its rows determine a slope.</summary>
    /// <param name="tree">A tree with constant leaves.</param>
    /// <param name="rows">The rows of each leaf by its node; asked by several threads.</param>
    /// <param name="round">The round whose columns the tree asks about.</param>
    /// <param name="output">The output whose derivatives the tree fits.</param>
    internal Tree Fit(Tree tree, LeafRows rows, int round, int output)
    {
        TreeNode[] nodes = [.. tree.Nodes];
        int[][] columns = ColumnsOnTheWay(nodes);
        int[] leaves = [.. Enumerable.Range(0, nodes.Length).Where(node => nodes[node].IsLeaf && columns[node].Length > 0)];
        _workers.For(leaves.Length, 50L * _data.Rows, i =>
        {
            int leaf = leaves[i];
            nodes[leaf] = nodes[leaf] with { Linear = Fit(rows(leaf), columns[leaf], _data.ColumnsOf(round), output) };
        });
        return new(nodes);
    }

    private LinearLeaf? Fit(ReadOnlySpan<int> rows, int[] columns, float[][] values, int output)
    {
        var squares = new LeastSquares(columns.Length);
        Span<double> point = stackalloc double[columns.Length];
        foreach (int row in rows)
        {
            bool isWhole = true;
            for (int i = 0; i < columns.Length; i++)
            {
                point[i] = values[columns[i]][row];
                isWhole &= !double.IsNaN(point[i]);
            }
            int at = row * _outputs + output;
            if (isWhole && _gradients.Hessians[at] > 0)
                squares.Add(point, _gradients.Gradients[at], _gradients.Hessians[at]);
        }
        if (!squares.Solve(_l2, point, out double constant))
            return null;
        double[] coefficients = point.ToArray();
        int[] used = [.. Enumerable.Range(0, columns.Length).Where(i => coefficients[i] != 0)];
        return used.Length > 0 && double.IsFinite(constant) && Array.TrueForAll(coefficients, double.IsFinite)
            ? new LinearLeaf(constant, Array.ConvertAll(used, i => columns[i]), Array.ConvertAll(used, i => coefficients[i])).Scaled(_learningRate)
            : null;
    }

    /// <summary>Per node the columns of numbers, ascending, that the questions before it are about; statistics that stand for levels are none.</summary>
    private int[][] ColumnsOnTheWay(TreeNode[] nodes)
    {
        var columns = new int[nodes.Length][];
        columns[0] = [];
        for (int at = 0; at < nodes.Length; at++)
        {
            if (nodes[at].IsLeaf)
                continue;
            int asked = nodes[at].Feature;
            columns[nodes[at].Left] = columns[nodes[at].Right] = !_data.Schema.IsNumber(asked) || Array.IndexOf(columns[at], asked) >= 0
                ? columns[at]
                : [.. columns[at].Append(asked).Order()];
        }
        return columns;
    }
}
