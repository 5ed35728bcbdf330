namespace Fathom.Trees;

/// <summary>A node of a decision tree: a question that sends a row left or right, or a leaf. What the node predicts is <see cref="DecisionTree.Value"/>.</summary>
public readonly record struct DecisionTreeNode
{
    /// <summary>The column the question is about, or −1 in a leaf.</summary>
    public required int Feature { get; init; }

    /// <summary>Rows whose value is at most this go left; positive infinity where every known value does. Unused where <see cref="LeftLevels"/> is set and in leaves.</summary>
    public double Threshold { get; init; }

    /// <summary>The category levels that go left, or null where the question is about a number.</summary>
    public CategorySet? LeftLevels { get; init; }

    /// <summary>Whether rows without a value go left. Learned; where no training row of the node lacked a value, they follow the heavier child.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>The left child's index in <see cref="DecisionTree.Nodes"/>; −1 in a leaf.</summary>
    public int Left { get; init; }

    /// <summary>The right child's index in <see cref="DecisionTree.Nodes"/>; −1 in a leaf.</summary>
    public int Right { get; init; }

    /// <summary>The criterion's value over the training rows of the node.</summary>
    public double Impurity { get; init; }

    /// <summary>The number of distinct training rows that reach the node with a positive weight.</summary>
    public int Samples { get; init; }

    /// <summary>The sum of those rows' weights.</summary>
    public double Weight { get; init; }

    /// <summary>Whether the node is a leaf.</summary>
    public bool IsLeaf => Feature < 0;
}
