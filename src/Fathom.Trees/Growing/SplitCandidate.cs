namespace Fathom.Trees;

/// <summary>A question about one column's bins, and what asking it would gain.</summary>
/// <param name="Gain">The fall of the loss; −∞ where there is no question to ask.</param>
/// <param name="Feature">The column.</param>
/// <param name="Bin">Bins 1 to this one go left, where the column holds numbers.</param>
/// <param name="MissingLeft">Whether bin 0 goes left.</param>
/// <param name="LeftBins">The bins of a categorical column that go left, bin 0 among them or not; null for numbers.</param>
/// <param name="LeftSum">The packed derivatives of the rows that go left.</param>
internal readonly record struct SplitCandidate(double Gain, int Feature, int Bin, bool MissingLeft, BinSet? LeftBins, long LeftSum)
{
    internal static SplitCandidate None => new(double.NegativeInfinity, -1, 0, false, null, 0);

    internal bool Exists => Feature >= 0;

    internal bool GoesLeft(int bin) => bin == 0 ? MissingLeft : LeftBins?.Contains(bin) ?? bin <= Bin;
}
