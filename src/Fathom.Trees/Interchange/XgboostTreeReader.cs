namespace Fathom.Trees;

/// <summary>Reads XGBoost's trees, and learns on the way which columns hold categories and how many.</summary>
internal sealed class XgboostTreeReader(int columns, string[] types)
{
    private readonly LevelBudget _budget = new();
    private readonly int[] _levels = new int[columns];

    /// <summary>Per column of categories the names of its levels: the codes; null for numbers.</summary>
    internal string[]?[] Levels() => [.. _levels.Select((count, column) =>
        count > 0 || (column < types.Length && types[column] == "c") ? ForeignModel.CodesAsLevels(count) : null)];

    /// <param name="document">A tree.</param>
    /// <param name="weight">What its values are multiplied by.</param>
    internal Tree Read(ModelValue.MapValue document, double weight)
    {
        int[] left = document.Integers("left_children"), right = document.Integers("right_children"), features = document.Integers("split_indices");
        int count = left.Length;
        if (count == 0 || right.Length != count || features.Length != count)
            throw new InvalidDataException("The model is damaged: a tree's columns differ in length, or it has no node.");
        double[] conditions = document.NumbersOf("split_conditions", count), defaultLeft = document.NumbersOf("default_left", count);
        double[] gains = document.NumbersOf("loss_changes", count), covers = document.NumbersOf("sum_hessian", count);
        Dictionary<int, int[]> sets = Sets(document);
        return TreeAssembler.Assemble(0, count, at =>
        {
            if ((uint)at >= (uint)count)
                throw new InvalidDataException($"The model is damaged: a tree of {count} nodes leads to node {at}.");
            if (left[at] == -1)
                return new TreeNode { Feature = -1, Value = Finite(conditions[at] * weight), Cover = covers[at] };
            if ((uint)features[at] >= (uint)columns)
                throw new InvalidDataException($"The model is damaged: a tree asks about column {features[at]} of {columns}.");
            var node = new TreeNode
            {
                Feature = features[at], MissingLeft = defaultLeft[at] != 0, Left = left[at], Right = right[at], Gain = gains[at], Cover = covers[at],
            };
            if (sets.TryGetValue(at, out int[]? set))
                return WithLevels(node, set);
            float threshold = (float)conditions[at];
            return float.IsNaN(threshold) ? throw new InvalidDataException("The model is damaged: a threshold is NaN.") : node with { Threshold = threshold };
        });
    }

    /// <summary>XGBoost's sets go right and all other codes left: the children change sides.</summary>
    private TreeNode WithLevels(TreeNode node, int[] goRight)
    {
        _levels[node.Feature] = Math.Max(_levels[node.Feature], goRight.Append(-1).Max() + 1);
        return node with { LeftLevels = _budget.Set(goRight), MissingLeft = !node.MissingLeft, Left = node.Right, Right = node.Left };
    }

    /// <summary>Per node that asks about categories the codes in its set.</summary>
    private static Dictionary<int, int[]> Sets(ModelValue.MapValue document)
    {
        if (!document.Holds("categories_nodes"))
            return [];
        int[] nodes = document.Integers("categories_nodes"), codes = document.Integers("categories");
        int[] starts = document.Integers("categories_segments"), sizes = document.Integers("categories_sizes");
        if (starts.Length != nodes.Length || sizes.Length != nodes.Length)
            throw new InvalidDataException("The model is damaged: a tree's sets of categories differ in number.");
        var sets = new Dictionary<int, int[]>();
        for (int i = 0; i < nodes.Length; i++)
        {
            if (starts[i] < 0 || sizes[i] < 0 || starts[i] > codes.Length - sizes[i])
                throw new InvalidDataException($"The model is damaged: a set of {sizes[i]} categories from {starts[i]} on, of {codes.Length}.");
            sets[nodes[i]] = codes[starts[i]..(starts[i] + sizes[i])];
        }
        return sets;
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : throw new InvalidDataException($"The model is damaged: a leaf holds {value}.");
}
