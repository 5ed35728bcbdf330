namespace Fathom.Trees;

/// <summary>Finds the leaves of rows that a tree did not learn from, over their bins.</summary>
internal sealed unsafe class BinnedTreeRouter
{
    private readonly Step[] _steps;
    private readonly double[] _values;

    /// <summary>Per question one bit for each bin, set for left.</summary>
    private readonly ulong[] _left;

    internal BinnedTreeRouter(List<GrowingNode> nodes, BinnedMatrix data)
    {
        _steps = new Step[nodes.Count];
        _values = [.. nodes.Select(node => node.Value)];
        var left = new List<ulong>();
        for (int i = 0; i < _steps.Length; i++)
        {
            GrowingNode node = nodes[i];
            if (node.IsLeaf)
            {
                // A leaf leads to itself whatever the bin: its table has bits for one value, that of a stride of 0.
                _steps[i] = new(data.Panels[0].Cells, 0, 0, left.Count, i);
                left.AddRange([ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue]);
                continue;
            }
            var route = new BinRoute(node.Split, data);
            (CellPanel panel, int lane) = data.Find(node.Split.Feature);
            _steps[i] = new(panel.Cells + lane, panel.Stride, route.CellBytes == 2 ? 0xff : 0, left.Count, node.Left!.Id);
            var bits = new ulong[(route.GoesLeft.Length + 63) / 64];
            for (int bin = 0; bin < route.GoesLeft.Length; bin++)
                bits[bin >> 6] |= (ulong)route.GoesLeft[bin] << bin;
            left.AddRange(bits);
        }
        _left = [.. left];
    }

    /// <summary>Adds leaf values to the scores of rows, eight of them on the way at a time: their steps do not wait for each other.</summary>
    internal void AddTo(ReadOnlySpan<int> rows, double[] scores, int output, int outputs)
    {
        const int Together = 8;
        int* at = stackalloc int[Together];
        fixed (Step* steps = _steps)
        fixed (ulong* left = _left)
        {
            int i = 0;
            for (; i + Together <= rows.Length; i += Together)
            {
                new Span<int>(at, Together).Clear();
                int moved;
                do
                {
                    moved = 0;
                    for (int k = 0; k < Together; k++)
                    {
                        int next = Next(steps, left, at[k], rows[i + k]);
                        moved |= next ^ at[k];
                        at[k] = next;
                    }
                }
                while (moved != 0);
                for (int k = 0; k < Together; k++)
                    scores[rows[i + k] * outputs + output] += _values[at[k]];
            }
            for (; i < rows.Length; i++)
            {
                int node = 0, before;
                do
                {
                    before = node;
                    node = Next(steps, left, node, rows[i]);
                }
                while (node != before);
                scores[rows[i] * outputs + output] += _values[node];
            }
        }
    }

    private static int Next(Step* steps, ulong* left, int node, int row)
    {
        Step* step = steps + node;
        byte* cell = step->Cells + (nint)row * step->Stride;
        // Both bytes of a wide cell, the first of a narrow one; the second one's address is the first's there.
        int bin = cell[0] | (cell[step->Wide & 1] & step->Wide) << 8;
        int isRight = (int)(~left[step->Table + (bin >> 6)] >> bin) & 1;
        return step->Left + isRight;
    }

    /// <param name="CellAddress">The column's cell of row 0.</param>
    /// <param name="Stride">Bytes from a row's cell to the next; 0 in a leaf.</param>
    /// <param name="Wide">255 where a cell takes two bytes, else 0.</param>
    /// <param name="Table">Where the question's bits begin.</param>
    /// <param name="Left">The left child; the right one follows it.</param>
    private readonly record struct Step(nint CellAddress, int Stride, int Wide, int Table, int Left)
    {
        internal Step(byte* cells, int stride, int wide, int table, int left) : this((nint)cells, stride, wide, table, left)
        {
        }

        internal byte* Cells => (byte*)CellAddress;
    }
}
