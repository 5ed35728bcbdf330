namespace Fathom.Trees;

/// <summary>Between which values a node's leaves must lie, so that no question further up breaks its order.</summary>
internal readonly record struct ValueBounds(double Least, double Greatest)
{
    internal static ValueBounds None => new(double.NegativeInfinity, double.PositiveInfinity);

    internal bool IsNone => double.IsNegativeInfinity(Least) && double.IsPositiveInfinity(Greatest);

    /// <summary>The children's bounds: between them stands the middle of their own values.</summary>
    /// <param name="direction">1 where the right child must not be lower, −1 where not higher, 0 where the question is about another column.</param>
    /// <param name="left">The left child's value.</param>
    /// <param name="right">The right child's value.</param>
    internal (ValueBounds Left, ValueBounds Right) Split(int direction, double left, double right)
    {
        double middle = (left + right) / 2;
        return direction switch
        {
            > 0 => (this with { Greatest = middle }, this with { Least = middle }),
            < 0 => (this with { Least = middle }, this with { Greatest = middle }),
            _ => (this, this),
        };
    }
}
