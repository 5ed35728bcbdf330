namespace Fathom.Validation;

/// <summary>One division of the labels into training and test set. Label numbers stand in order of time (of their spans' starts).</summary>
/// <param name="Train">Labels to train on; never empty.</param>
/// <param name="Test">Labels to test on; never empty.</param>
public sealed record Split(int[] Train, int[] Test)
{
    /// <summary>Labels left out of training because their span overlaps a test label's.</summary>
    public int[] Purged { get; init; } = [];

    /// <summary>Labels left out of training because of the embargo alone.</summary>
    public int[] Embargoed { get; init; } = [];

    /// <summary>The sizes, such as "train 790, test 200 (purged 10, embargoed 0)".</summary>
    public override string ToString() =>
        $"train {Train.Length}, test {Test.Length} (purged {Purged.Length}, embargoed {Embargoed.Length})";
}
