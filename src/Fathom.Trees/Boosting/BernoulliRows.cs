namespace Fathom.Trees;

/// <summary>Each row with the same probability.</summary>
internal sealed record BernoulliRows : RowSampling
{
    internal BernoulliRows(double fraction)
    {
        if (!(fraction > 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share of rows per round lies in (0, 1].");
        Fraction = fraction;
    }

    internal double Fraction { get; }
}
