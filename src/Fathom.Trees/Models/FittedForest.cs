namespace Fathom.Trees;

/// <summary>Decision trees together with the columns they were grown on.</summary>
internal sealed class FittedForest(IReadOnlyList<DecisionTree> trees, FeatureSchema schema)
{
    /// <summary>Rows that go through one tree after another together: their values and a large tree fit the second-level cache side by side.</summary>
    private const int BlockRows = 1024;

    private DecisionTreeLayout[]? _layouts;

    internal IReadOnlyList<DecisionTree> Trees => trees;

    internal FeatureSchema Schema => schema;

    internal int Outputs => trees[0].Outputs;

    /// <summary>What a tree says about rows of a block: for each row, the index of its leaf.</summary>
    internal delegate void LeafReader(DecisionTree tree, int index, int firstRow, ReadOnlySpan<int> leaves);

    /// <summary>Sends rows down all trees, tree after tree within a block of rows; blocks go over threads.</summary>
    internal void ForLeaves(Features features, Workers workers, LeafReader read)
    {
        float[][] columns = schema.Encode(features);
        DecisionTreeLayout[] layouts = LayOut(workers);
        workers.ForRows(features.RowCount, 20 * trees.Count, (start, end) =>
        {
            Span<int> leaves = stackalloc int[BlockRows];
            for (int block = start; block < end; block += BlockRows)
            {
                int count = Math.Min(BlockRows, end - block);
                float[] rows = RowMajor.Of(columns, block, count);
                for (int tree = 0; tree < trees.Count; tree++)
                {
                    layouts[tree].FindLeaves(rows, columns.Length, leaves[..count]);
                    read(trees[tree], tree, block, leaves[..count]);
                }
            }
        });
    }

    /// <summary>Trees are laid out when they first predict; two threads that ask at once do it twice.</summary>
    private DecisionTreeLayout[] LayOut(Workers workers)
    {
        if (_layouts is { } layouts)
            return layouts;
        layouts = new DecisionTreeLayout[trees.Count];
        workers.For(layouts.Length, trees.Sum(tree => 50L * tree.Nodes.Count), tree => layouts[tree] = new DecisionTreeLayout(trees[tree]));
        return _layouts = layouts;
    }

    /// <summary>The mean over all trees of what they predict, row-major.</summary>
    internal double[] Mean(Features features, Workers workers)
    {
        int outputs = Outputs;
        var sums = new double[features.RowCount * outputs];
        ForLeaves(features, workers, (tree, _, firstRow, leaves) =>
        {
            Span<double> block = sums.AsSpan(firstRow * outputs, leaves.Length * outputs);
            for (int i = 0; i < leaves.Length; i++)
            {
                ReadOnlySpan<double> value = tree.Value(leaves[i]);
                for (int output = 0; output < outputs; output++)
                    block[i * outputs + output] += value[output];
            }
        });
        for (int i = 0; i < sums.Length; i++)
            sums[i] /= trees.Count;
        return sums;
    }

    /// <summary>Each tree's decrease of impurity by column as shares of its sum, averaged over the trees that ask anything (Breiman et al. 1984, section 5.3.4).</summary>
    internal IReadOnlyList<FeatureImportance> Importance()
    {
        var shares = new double[schema.Count];
        var splits = new int[schema.Count];
        int asking = 0;
        foreach (DecisionTree tree in trees)
        {
            var decreases = new double[schema.Count];
            for (int i = 0; i < tree.Nodes.Count; i++)
            {
                if (tree.Nodes[i].IsLeaf)
                    continue;
                decreases[tree.Nodes[i].Feature] += tree.Decrease(i);
                splits[tree.Nodes[i].Feature]++;
            }
            double total = decreases.Sum();
            if (total <= 0)
                continue;
            asking++;
            for (int column = 0; column < shares.Length; column++)
                shares[column] += decreases[column] / total;
        }
        return [.. Enumerable.Range(0, schema.Count)
            .Select(column => new FeatureImportance(column, schema.NameOf(column), asking == 0 ? 0 : shares[column] / asking, splits[column]))
            .OrderByDescending(importance => importance.Gain)];
    }
}
