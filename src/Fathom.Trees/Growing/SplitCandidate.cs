namespace Fathom.Trees;

/// <summary>A question about one column's bins, and what asking it would gain.</summary>
/// <param name="Gain">The fall of the loss; −∞ where there is no question to ask.</param>
/// <param name="Feature">The column.</param>
/// <param name="Bin">Bins 1 to this one go left, where the column holds numbers.</param>
/// <param name="MissingLeft">Whether bin 0 goes left.</param>
/// <param name="LeftBins">The bins of a categorical column that go left, bin 0 among them or not; null for numbers.</param>
/// <param name="Left">The sums of the rows that go left.</param>
internal readonly record struct SplitCandidate(double Gain, int Feature, int Bin, bool MissingLeft, BinSet? LeftBins, DerivativeSums Left)
{
    internal static SplitCandidate None => new(double.NegativeInfinity, -1, 0, false, null, default);

    internal bool Exists => Feature >= 0;

    internal bool GoesLeft(int bin) => bin == 0 ? MissingLeft : LeftBins?.Contains(bin) ?? bin <= Bin;

    /// <summary>Whether this one is to be asked rather than the other: more gain, or as much about an earlier column.</summary>
    internal bool Beats(SplitCandidate other) => Gain > other.Gain || (Gain == other.Gain && Feature < other.Feature);

    /// <summary>Where no row lacks a value, missing values follow the heavier child.</summary>
    internal SplitCandidate WithMissingToHeavier(DerivativeSums node) =>
        Exists ? this with { MissingLeft = Left.Hessian >= node.Hessian - Left.Hessian } : this;
}
