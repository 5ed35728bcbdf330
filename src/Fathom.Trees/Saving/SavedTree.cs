namespace Fathom.Trees;

/// <summary>A tree as columns over its nodes; leaves have feature −1.</summary>
internal sealed record SavedTree
{
    public required int[] Feature { get; init; }

    public required float[] Threshold { get; init; }

    /// <summary>Per node the levels that go left, null for numbers; null as a whole where no question is about categories.</summary>
    public int[]?[]? LeftLevels { get; init; }

    public required bool[] MissingLeft { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    public required double[] Value { get; init; }

    /// <summary>Per node what a linear leaf adds, null for others; null as a whole where no leaf is linear.</summary>
    public SavedLinearLeaf?[]? Linear { get; init; }

    public required double[] Gain { get; init; }

    public required double[] Cover { get; init; }

    internal static SavedTree Of(Tree tree) => new()
    {
        Feature = [.. tree.Nodes.Select(node => node.Feature)],
        Threshold = [.. tree.Nodes.Select(node => node.Threshold)],
        LeftLevels = tree.Nodes.Any(node => node.LeftLevels is not null) ? [.. tree.Nodes.Select(node => node.LeftLevels?.ToArray())] : null,
        MissingLeft = [.. tree.Nodes.Select(node => node.MissingLeft)],
        Left = [.. tree.Nodes.Select(node => node.Left)],
        Right = [.. tree.Nodes.Select(node => node.Right)],
        Value = [.. tree.Nodes.Select(node => node.Value)],
        Linear = tree.HasLinearLeaves ? [.. tree.Nodes.Select(node => SavedLinearLeaf.Of(node.Linear))] : null,
        Gain = [.. tree.Nodes.Select(node => node.Gain)],
        Cover = [.. tree.Nodes.Select(node => node.Cover)],
    };

    /// <exception cref="InvalidDataException">The columns differ in length, or a question names no column.</exception>
    internal Tree ToTree(int features)
    {
        int count = Feature.Length;
        if (Threshold.Length != count || MissingLeft.Length != count || Left.Length != count || Right.Length != count
            || Value.Length != count || Gain.Length != count || Cover.Length != count || (LeftLevels is not null && LeftLevels.Length != count)
            || (Linear is not null && Linear.Length != count))
        {
            throw new InvalidDataException("A tree's columns differ in length.");
        }
        if (Array.Exists(Feature, feature => feature < -1 || feature >= features))
            throw new InvalidDataException($"A tree asks about a column that is none of the {features} the model has.");
        var nodes = new TreeNode[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = new TreeNode
            {
                Feature = Feature[i],
                Threshold = Threshold[i],
                LeftLevels = LeftLevels?[i] is { } levels ? new CategorySet(levels) : null,
                MissingLeft = MissingLeft[i],
                Left = Left[i],
                Right = Right[i],
                Value = Value[i],
                Linear = Linear?[i]?.ToLeaf(),
                Gain = Gain[i],
                Cover = Cover[i],
            };
        }
        return new Tree(nodes);
    }
}
