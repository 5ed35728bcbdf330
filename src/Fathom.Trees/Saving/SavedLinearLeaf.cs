namespace Fathom.Trees;

/// <summary>What a linear leaf adds.</summary>
internal sealed record SavedLinearLeaf(double Constant, int[] Columns, double[] Coefficients)
{
    internal static SavedLinearLeaf? Of(LinearLeaf? leaf) => leaf is null ? null : new(leaf.Constant, [.. leaf.Columns], [.. leaf.Coefficients]);

    internal LinearLeaf ToLeaf() => new(Constant, Columns, Coefficients);
}
