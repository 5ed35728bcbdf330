using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>A question as a table over a column's bins: it serves numbers, missing values and categories alike.</summary>
internal sealed unsafe class BinRoute
{
    internal BinRoute(SplitCandidate split, BinnedMatrix data)
    {
        (CellPanel panel, int lane) = data.Find(split.Feature);
        Cells = panel.CellBytes == 2 ? panel.Cells : (byte*)Unsafe.AsPointer(ref panel.Columns[lane][0]);
        CellBytes = panel.CellBytes;
        GoesLeft = new byte[data.Bins[split.Feature].Count];
        for (int bin = 0; bin < GoesLeft.Length; bin++)
            GoesLeft[bin] = split.GoesLeft(bin) ? (byte)1 : (byte)0;
    }

    /// <summary>The column's cells, one after another.</summary>
    internal byte* Cells { get; }

    internal int CellBytes { get; }

    /// <summary>Per bin: 1 for left, 0 for right.</summary>
    internal byte[] GoesLeft { get; }
}
