using Fathom.Onnx;
using Fathom.Trees;

namespace Fathom.Tabular;

/// <summary>The columns of ONNX's TreeEnsembleRegressor: one entry for each node of each tree.</summary>
internal sealed class OnnxTrees(int outputs)
{
    private readonly List<int> _trees = [], _nodes = [], _features = [], _yes = [], _no = [], _missingYes = [];
    private readonly List<string> _modes = [];
    private readonly List<float> _values = [];
    private readonly List<int> _leafTrees = [], _leafNodes = [], _leafOutputs = [];
    private readonly List<float> _leafValues = [];
    private int _count;

    /// <summary>Adds a tree; tree i adds to output i modulo their number.</summary>
    public void Add(Tree tree)
    {
        // A question about levels takes one node for each: "is it this one?" leads left, else on to the next, and after the last right.
        int[] firsts = new int[tree.Nodes.Count + 1];
        for (int at = 0; at < tree.Nodes.Count; at++)
            firsts[at + 1] = firsts[at] + (tree.Nodes[at].LeftLevels is { } levels ? Math.Max(1, levels.ToArray().Length) : 1);
        for (int at = 0; at < tree.Nodes.Count; at++)
        {
            TreeNode node = tree.Nodes[at];
            if (node.IsLeaf) AddLeaf(firsts[at], node.Value);
            else if (node.LeftLevels is { } levels) AddLevels(node, firsts[at], firsts, levels.ToArray());
            else AddNode(firsts[at], "BRANCH_LT", node.Feature, node.Threshold, firsts[node.Left], firsts[node.Right], node.MissingLeft);
        }
        _count++;
    }

    /// <summary>The operation.</summary>
    /// <param name="input">What it takes.</param>
    /// <param name="output">What it makes.</param>
    /// <param name="baseScores">The scores before the first tree.</param>
    public OnnxNode Node(string input, string output, IReadOnlyList<double> baseScores)
    {
        // Runtimes want at least one tree.
        if (_count == 0) Add(new Tree(new TreeNode { Feature = -1 }));
        return new("TreeEnsembleRegressor", [input], [output],
        [
            ("n_targets", outputs), ("aggregate_function", "SUM"), ("post_transform", "NONE"), ("base_values", baseScores.Select(score => (float)score).ToArray()),
            ("nodes_treeids", _trees.ToArray()), ("nodes_nodeids", _nodes.ToArray()), ("nodes_featureids", _features.ToArray()), ("nodes_modes", _modes.ToArray()),
            ("nodes_values", _values.ToArray()), ("nodes_truenodeids", _yes.ToArray()), ("nodes_falsenodeids", _no.ToArray()),
            ("nodes_missing_value_tracks_true", _missingYes.ToArray()),
            ("target_treeids", _leafTrees.ToArray()), ("target_nodeids", _leafNodes.ToArray()), ("target_ids", _leafOutputs.ToArray()), ("target_weights", _leafValues.ToArray()),
        ]) { Domain = "ai.onnx.ml" };
    }

    private void AddLevels(TreeNode node, int first, int[] firsts, int[] levels)
    {
        // No row has code −1: an empty set still tells missing values from others.
        if (levels.Length == 0) levels = [-1];
        for (int i = 0; i < levels.Length; i++)
        {
            int no = i + 1 < levels.Length ? first + i + 1 : firsts[node.Right];
            AddNode(first + i, "BRANCH_EQ", node.Feature, levels[i], firsts[node.Left], no, node.MissingLeft);
        }
    }

    private void AddNode(int number, string mode, int feature, float value, int yes, int no, bool missingYes)
    {
        _trees.Add(_count);
        _nodes.Add(number);
        _modes.Add(mode);
        _features.Add(feature);
        _values.Add(value);
        _yes.Add(yes);
        _no.Add(no);
        _missingYes.Add(missingYes ? 1 : 0);
    }

    private void AddLeaf(int number, double value)
    {
        AddNode(number, "LEAF", 0, 0, 0, 0, false);
        _leafTrees.Add(_count);
        _leafNodes.Add(number);
        _leafOutputs.Add(_count % outputs);
        _leafValues.Add((float)value);
    }
}
