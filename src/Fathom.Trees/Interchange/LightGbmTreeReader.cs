namespace Fathom.Trees;

/// <summary>Reads LightGBM's trees, and learns on the way which columns hold categories and where zeros count as missing.</summary>
internal sealed class LightGbmTreeReader(int columns, double factor)
{
    private const int Categorical = 1;
    private const int DefaultLeft = 2;

    private readonly LevelBudget _budget = new();
    private readonly bool[] _missingIsZero = new bool[columns];
    private readonly bool[] _missingIsNan = new bool[columns];
    private readonly bool[] _isInLeaves = new bool[columns];

    /// <summary>How LightGBM's decision_type tells missing values: not at all (they are zeros), zeros, NaN.</summary>
    private enum MissingWay
    {
        None,
        Zero,
        Nan,
    }

    /// <summary>Per column one more than the highest code that a question names.</summary>
    internal int[] Levels { get; } = new int[columns];

    /// <summary>Per column whether zeros are missing values; none where none are.</summary>
    /// <exception cref="InvalidDataException">In one column some trees take zeros for missing values and others NaN, or linear leaves take zeros for zeros.</exception>
    internal ColumnRules[] Rules()
    {
        int mixed = Enumerable.Range(0, columns).FirstOrDefault(column => _missingIsZero[column] && _missingIsNan[column], -1);
        if (mixed >= 0)
            throw new InvalidDataException($"In column {mixed} some trees take zeros for missing values and others NaN: Fathom's models have one way for a column.");
        int hidden = Enumerable.Range(0, columns).FirstOrDefault(column => _missingIsZero[column] && _isInLeaves[column], -1);
        if (hidden >= 0)
            throw new InvalidDataException($"Linear leaves are about column {hidden}, whose zeros count as missing: LightGBM fits no such model.");
        return _missingIsZero.Contains(true) ? Array.ConvertAll(_missingIsZero, zero => zero ? ColumnRules.ZeroIsMissing : ColumnRules.None) : [];
    }

    internal Tree Read(LightGbmSection section)
    {
        int leaves = section.Integer("num_leaves");
        if (leaves < 1)
            throw new InvalidDataException($"The model is damaged: a tree has {leaves} leaves.");
        double[] values = section.Numbers("leaf_value", leaves);
        LinearLeaf?[] linear = Linear(section, leaves, values);
        if (leaves == 1)
            return new(new TreeNode { Feature = -1, Value = Finite(values[0]), Linear = linear[0] });

        int questions = leaves - 1;
        int[] features = section.Integers("split_feature", questions), left = section.Integers("left_child", questions), right = section.Integers("right_child", questions);
        int[] kinds = section.Integers("decision_type", questions);
        double[] gains = section.Numbers("split_gain", questions), thresholds = section.Numbers("threshold", questions), covers = Covers(section, leaves);
        int[][] sets = Sets(section);
        Tree tree = TreeAssembler.Assemble(0, leaves + questions, at =>
        {
            // Leaves have negative numbers.
            if (at < 0)
                return ~at < leaves ? new TreeNode { Feature = -1, Value = Finite(values[~at]), Linear = linear[~at], Cover = covers[~at] } : throw Astray(~at);
            if (at >= questions)
                throw Astray(at);
            if ((uint)features[at] >= (uint)columns)
                throw new InvalidDataException($"The model is damaged: a tree asks about column {features[at]} of {columns}.");
            var node = new TreeNode { Feature = features[at], Left = left[at], Right = right[at], Gain = gains[at] };
            return (kinds[at] & Categorical) != 0 ? WithLevels(node, thresholds[at], sets) : WithThreshold(node, thresholds[at], kinds[at]);
        });
        return WithCovers(tree);
    }

    /// <summary>The linear leaves; a leaf of such a tree that names no column adds its constant, which takes the place of its value.</summary>
    private LinearLeaf?[] Linear(LightGbmSection section, int leaves, double[] values)
    {
        var linear = new LinearLeaf?[leaves];
        if (!section.Holds("is_linear") || section.Integer("is_linear") == 0)
            return linear;
        double[] constants = section.Numbers("leaf_const", leaves);
        int[] counts = section.Integers("num_features", leaves);
        if (Array.Exists(counts, count => count < 0 || count > columns))
            throw new InvalidDataException("The model is damaged: a linear leaf has more columns than the model, or fewer than none.");
        int all = (int)Math.Min(int.MaxValue, counts.Sum(count => (long)count)), first = 0;
        int[] named = section.Integers("leaf_features", all);
        double[] coefficients = section.Numbers("leaf_coeff", all);
        for (int leaf = 0; leaf < leaves; first += counts[leaf++])
        {
            if (counts[leaf] == 0)
                values[leaf] = constants[leaf];
            else
                linear[leaf] = Linear(constants[leaf], named.AsSpan(first, counts[leaf]), coefficients.AsSpan(first, counts[leaf]));
        }
        return linear;
    }

    private LinearLeaf Linear(double constant, ReadOnlySpan<int> named, ReadOnlySpan<double> coefficients)
    {
        foreach (int column in named)
        {
            if ((uint)column >= (uint)columns)
                throw new InvalidDataException($"The model is damaged: a linear leaf is about column {column} of {columns}.");
            _isInLeaves[column] = true;
        }
        try
        {
            return new LinearLeaf(constant, named, coefficients).Scaled(factor);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The model is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Values up to the threshold go left; every single-precision value does so if it is below the next one.</summary>
    private TreeNode WithThreshold(TreeNode node, double threshold, int kind)
    {
        if (double.IsNaN(threshold))
            throw new InvalidDataException("The model is damaged: a threshold is NaN.");
        float highest = (float)threshold;
        if (highest > threshold)
            highest = MathF.BitDecrement(highest);
        bool zeroLeft = 0 <= threshold, defaultLeft = (kind & DefaultLeft) != 0;
        var missing = (MissingWay)(kind >> 2 & 3);
        _missingIsZero[node.Feature] |= missing == MissingWay.Zero && defaultLeft != zeroLeft;
        _missingIsNan[node.Feature] |= missing == MissingWay.Nan;
        return node with { Threshold = MathF.BitIncrement(highest), MissingLeft = missing == MissingWay.None ? zeroLeft : defaultLeft };
    }

    private TreeNode WithLevels(TreeNode node, double number, int[][] sets)
    {
        if (!(number >= 0 && number < sets.Length))
            throw new InvalidDataException($"The model is damaged: a question names set {number} of {sets.Length}.");
        int[] codes = sets[(int)number];
        Levels[node.Feature] = Math.Max(Levels[node.Feature], codes.Append(-1).Max() + 1);
        return node with { LeftLevels = _budget.Set(codes) };
    }

    /// <summary>The sets of codes that go left, out of words of 32 bits.</summary>
    private static int[][] Sets(LightGbmSection section)
    {
        int count = section.Integer("num_cat");
        if (count == 0)
            return [];
        int[] bounds = section.Parse<int>("cat_boundaries");
        uint[] words = section.Parse<uint>("cat_threshold");
        if (bounds.Length != count + 1L || bounds[0] != 0 || bounds[^1] != words.Length || Enumerable.Range(0, count).Any(i => bounds[i] > bounds[i + 1]))
            throw new InvalidDataException("The model is damaged: a tree's sets of categories do not fit its words.");
        return [.. Enumerable.Range(0, count).Select(i =>
            Enumerable.Range(0, 32 * (bounds[i + 1] - bounds[i])).Where(code => (words[bounds[i] + code / 32] >> (code % 32) & 1) != 0).ToArray())];
    }

    /// <summary>The leaves' sums of second derivatives, or their numbers of rows where the file has no others.</summary>
    private static double[] Covers(LightGbmSection section, int leaves)
    {
        double[] weights = section.Holds("leaf_weight") ? section.Numbers("leaf_weight", leaves) : new double[leaves];
        return weights.Sum() > 0 || !section.Holds("leaf_count") ? weights : section.Numbers("leaf_count", leaves);
    }

    /// <summary>A question's cover is that of the leaves below: the file's own sums are rounded.</summary>
    private static Tree WithCovers(Tree tree)
    {
        TreeNode[] nodes = [.. tree.Nodes];
        for (int at = nodes.Length - 1; at >= 0; at--)
        {
            if (!nodes[at].IsLeaf)
                nodes[at] = nodes[at] with { Cover = nodes[nodes[at].Left].Cover + nodes[nodes[at].Right].Cover };
        }
        return new(nodes);
    }

    private double Finite(double value) => double.IsFinite(value) ? value * factor : throw new InvalidDataException($"The model is damaged: a leaf holds {value}.");

    private static InvalidDataException Astray(int at) => new($"The model is damaged: a tree leads to node {at}, which it has not.");
}
