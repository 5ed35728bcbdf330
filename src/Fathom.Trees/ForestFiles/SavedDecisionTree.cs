namespace Fathom.Trees;

/// <summary>A decision tree as columns over its nodes; leaves have feature −1.</summary>
internal sealed record SavedDecisionTree
{
    public required int Outputs { get; init; }

    public required int[] Feature { get; init; }

    public required double[] Threshold { get; init; }

    /// <summary>Per node the levels that go left, null for numbers; null as a whole where no question is about categories.</summary>
    public int[]?[]? LeftLevels { get; init; }

    public required bool[] MissingLeft { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required double[] Impurity { get; init; }

    public required int[] Samples { get; init; }

    public required double[] Weight { get; init; }

    /// <summary>Node after node.</summary>
    public required double[] Values { get; init; }

    internal static SavedDecisionTree Of(DecisionTree tree) => new()
    {
        Outputs = tree.Outputs,
        Feature = [.. tree.Nodes.Select(node => node.Feature)],
        Threshold = [.. tree.Nodes.Select(node => node.Threshold)],
        LeftLevels = tree.Nodes.Any(node => node.LeftLevels is not null) ? [.. tree.Nodes.Select(node => node.LeftLevels?.ToArray())] : null,
        MissingLeft = [.. tree.Nodes.Select(node => node.MissingLeft)],
        Left = [.. tree.Nodes.Select(node => node.Left)],
        Right = [.. tree.Nodes.Select(node => node.Right)],
        Impurity = [.. tree.Nodes.Select(node => node.Impurity)],
        Samples = [.. tree.Nodes.Select(node => node.Samples)],
        Weight = [.. tree.Nodes.Select(node => node.Weight)],
        Values = tree.Values.ToArray(),
    };

    /// <exception cref="InvalidDataException">The columns differ in length, or a question names no column.</exception>
    internal DecisionTree ToTree(int features)
    {
        int count = Feature.Length;
        if (Threshold.Length != count || MissingLeft.Length != count || Left.Length != count || Right.Length != count || Impurity.Length != count
            || Samples.Length != count || Weight.Length != count || (LeftLevels is not null && LeftLevels.Length != count))
        {
            throw new InvalidDataException("The model file is damaged: a tree's columns differ in length.");
        }
        if (Array.Exists(Feature, feature => feature < -1 || feature >= features))
            throw new InvalidDataException($"The model file is damaged: a tree asks about a column that is none of the {features} the model has.");
        var nodes = new DecisionTreeNode[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = new()
            {
                Feature = Feature[i],
                Threshold = Threshold[i],
                LeftLevels = LeftLevels?[i] is { } levels ? new CategorySet(levels) : null,
                MissingLeft = MissingLeft[i],
                Left = Left[i],
                Right = Right[i],
                Impurity = Impurity[i],
                Samples = Samples[i],
                Weight = Weight[i],
            };
        }
        return new(nodes, Values, Outputs);
    }
}
