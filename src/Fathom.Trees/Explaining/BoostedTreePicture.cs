using System.Globalization;

namespace Fathom.Trees;

/// <summary>A boosted tree in the shape that drawings take: every node with the mean of its leaves, weighted by their cover.</summary>
internal sealed class BoostedTreePicture
{
    private readonly Tree _boosted;
    private readonly FeatureSchema _schema;
    private readonly DecisionTree _tree;
    private readonly TreeWords _words;
    private readonly double _greatest;

    internal BoostedTreePicture(Tree tree, FeatureSchema schema, int decimals)
    {
        _boosted = tree;
        _schema = schema;
        var values = new double[tree.Nodes.Count];
        for (int at = values.Length - 1; at >= 0; at--)
            values[at] = ValueOf(tree, at, values);
        _tree = new([.. tree.Nodes.Select(NodeOf)], values, 1);
        _words = new(_tree, schema, decimals);
        _greatest = Math.Max(double.Epsilon, values.Max(Math.Abs));
    }

    internal string ToText(int maxDepth) => TreeText.Write(_tree, _words, Verdict, maxDepth, 3);

    internal string ToSvg(string title, int maxDepth) => new TreeSvg(_tree, _words, Look, maxDepth).Write(title);

    private static double ValueOf(Tree tree, int at, double[] values)
    {
        TreeNode node = tree.Nodes[at];
        if (node.IsLeaf)
            return node.Value;
        double left = tree.Nodes[node.Left].Cover, right = tree.Nodes[node.Right].Cover;
        return left + right > 0 ? (left * values[node.Left] + right * values[node.Right]) / (left + right) : (values[node.Left] + values[node.Right]) / 2;
    }

    private static DecisionTreeNode NodeOf(TreeNode node) => new()
    {
        Feature = node.Feature,
        // "Below the threshold" is "at most the number before it".
        Threshold = float.IsPositiveInfinity(node.Threshold) ? double.PositiveInfinity : MathF.BitDecrement(node.Threshold),
        LeftLevels = node.LeftLevels,
        MissingLeft = node.MissingLeft,
        Left = node.IsLeaf ? -1 : node.Left,
        Right = node.IsLeaf ? -1 : node.Right,
        Weight = node.Cover,
    };

    private NodeLook Look(int node) => new(Verdict(node), Palette.Of(_tree.Value(node)[0] < 0 ? 1 : 0), Math.Abs(_tree.Value(node)[0]) / _greatest, [])
    {
        Size = string.Create(CultureInfo.InvariantCulture, $"weight {_tree.Nodes[node].Weight:G4}"),
    };

    private string Verdict(int node) => _boosted.Nodes[node].Linear is { } linear
        ? $"{Signed(linear.Constant)}{string.Concat(linear.Columns.Zip(linear.Coefficients, (column, coefficient) => $" {Signed(coefficient)}·{_schema.NameOf(column)}"))}"
        : Signed(_tree.Value(node)[0]);

    private string Signed(double value) => $"{(value < 0 ? "" : "+")}{_words.Number(value)}";
}
