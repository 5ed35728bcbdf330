namespace Fathom.Trees;

/// <summary>A node of a fitted tree: a question that sends a row left or right, or a leaf with a value.</summary>
public readonly record struct TreeNode
{
    /// <summary>The column the question is about, or −1 in a leaf.</summary>
    public required int Feature { get; init; }

    /// <summary>Rows whose value (or, under ordered statistics, whose level's statistic) is below the threshold go left. Unused where <see cref="LeftLevels"/> is set and in leaves.</summary>
    public float Threshold { get; init; }

    /// <summary>The category levels that go left, or null where the question is about a number.</summary>
    public CategorySet? LeftLevels { get; init; }

    /// <summary>Whether rows without a value go left. Learned; where no training row lacked a value, they follow the heavier child.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>The left child's index in <see cref="Tree.Nodes"/>; unused in a leaf.</summary>
    public int Left { get; init; }

    /// <summary>The right child's index in <see cref="Tree.Nodes"/>; unused in a leaf.</summary>
    public int Right { get; init; }

    /// <summary>What a leaf adds to the raw score (the learning rate included); 0 in a question. In a linear leaf only for rows that lack a value that it needs.</summary>
    public double Value { get; init; }

    /// <summary>What a linear leaf adds to the raw scores of the other rows; null in a leaf that adds the same to all, and in a question.</summary>
    public LinearLeaf? Linear { get; init; }

    /// <summary>How much the question lowers the loss: G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ), Chen &amp; Guestrin 2016, eq. 7 without the half and γ.</summary>
    public double Gain { get; init; }

    /// <summary>The sum of the training rows' second derivatives that reach the node: their weight.</summary>
    public double Cover { get; init; }

    /// <summary>Whether the node is a leaf.</summary>
    public bool IsLeaf => Feature < 0;

    /// <summary>What a leaf adds to the score of a row that lies in columns.</summary>
    internal double ValueOf(float[][] columns, int row) => Linear is { } linear ? linear.Of(columns, row, Value) : Value;

    /// <summary>The same node, whose leaf adds so many times as much.</summary>
    internal TreeNode Scaled(double factor) => this with { Value = Value * factor, Linear = Linear?.Scaled(factor) };
}
