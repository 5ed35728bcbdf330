namespace Fathom.Trees;

/// <summary>The derivatives of the rows that a tree learns from, in the form in which histograms add them up.</summary>
internal abstract unsafe class RowDerivatives
{
    /// <summary>Rows whose cells and derivatives stay in the second-level cache while one segment after another is summed.</summary>
    internal const int BlockRows = 1024;

    /// <summary>How many 64-bit words the sums of a bin take.</summary>
    internal abstract int WordsPerBin { get; }

    /// <summary>The sums of listed rows.</summary>
    internal abstract DerivativeSums Total(int* rows, int count);

    /// <summary>Fetches the derivatives of up to <see cref="BlockRows"/> rows.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="staged">Receives <see cref="WordsPerBin"/> words per row.</param>
    internal abstract void Stage(int* rows, int count, long* staged);

    /// <summary>Adds staged rows to the sums of a segment.</summary>
    /// <param name="segment">The columns.</param>
    /// <param name="cells">Eight cells per row; unused where cells take two bytes.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="count">How many.</param>
    /// <param name="staged">Their derivatives.</param>
    /// <param name="sums">The segment's sums.</param>
    internal abstract void Add(HistogramSegment segment, ulong* cells, int* rows, int count, long* staged, long* sums);

    /// <summary>Turns a parent's sums into one child's by taking off the other child's.</summary>
    internal abstract void Subtract(long* parent, long* child, int bins);

    /// <summary>Reads the sums of a column's bins.</summary>
    internal abstract void Read(long* sums, int bins, ScanBuffer buffer);

    /// <summary>
    /// Reads running sums of a column: entry i holds those of bins 1 to i + 1. The last is repeated up to a whole vector.
    /// </summary>
    /// <returns>The sums of bin 0, the missing values.</returns>
    internal abstract DerivativeSums Cumulate(long* sums, int bins, ScanBuffer buffer);
}
