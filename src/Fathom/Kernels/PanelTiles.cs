using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>
/// Matrix products: C = S + A · B, a tile of C at a time. A panel holds as many columns of a matrix as two registers have lanes, row after row. Each entry of C is
/// summed by one accumulator in the order of the inner dimension, so it does not depend on the tile it falls in.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class PanelTiles<T> where T : unmanaged, ILanes<T>
{
    /// <summary>Rows are computed in whole groups of this many.</summary>
    public const int Rows = 8;

    /// <summary>The columns of a panel.</summary>
    public static int Width => 2 * T.Count;

    /// <summary>The most registers of columns that are multiplied at once.</summary>
    public static int Widest => T.ManyRegisters ? 3 : 2;

    /// <summary>Multiplies into one panel of C.</summary>
    /// <param name="rows">The number of rows, a multiple of <see cref="Rows"/>.</param>
    /// <param name="columns">How many columns are wanted, at most <see cref="Widest"/> registers of them; those that fill up the last register may hold anything.</param>
    /// <param name="a">The left matrix.</param>
    /// <param name="b">The columns of the right matrix, <see cref="Left.Inner"/> rows of them.</param>
    /// <param name="bRow">From row to row of it.</param>
    /// <param name="start">One row, as wide, that the sums of all rows begin with.</param>
    /// <param name="c">Where the panel's first row goes.</param>
    /// <param name="cRow">From row to row of it.</param>
    public static void Multiply(int rows, int columns, in Left a, float* b, nint bRow, float* start, float* c, nint cRow)
    {
        Left left = a;
        if (columns <= T.Count)
        {
            for (; rows > 0; rows -= 8, left = left.Below(8), c += 8 * cRow) EightNarrow(left, b, bRow, start, c, cRow);
            return;
        }
        if (columns > 2 * T.Count)
        {
            for (; rows > 0; rows -= 8, left = left.Below(8), c += 8 * cRow) EightWide(left, b, bRow, start, c, cRow);
            return;
        }
        if (T.ManyRegisters)
        {
            for (; rows > 0; rows -= 8, left = left.Below(8), c += 8 * cRow) Eight(left, b, bRow, start, c, cRow);
            return;
        }
        for (; rows > 0; rows -= 4, left = left.Below(4), c += 4 * cRow) Four(left, b, bRow, start, c, cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(in Left matrix, float* b, nint bRow, float* start, float* c, nint cRow)
    {
        nint second = T.Count;
        T l0 = T.Load(start), r0 = T.Load(start + second);
        T l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0, l6 = l0, l7 = l0, r1 = r0, r2 = r0, r3 = r0, r4 = r0, r5 = r0, r6 = r0, r7 = r0;
        float* a = matrix.Start;
        nint row = matrix.Row, inner = matrix.InnerStep, twice = 2 * row, thrice = 3 * row;
        for (int left = matrix.Inner; left > 0; left -= matrix.Run, a += matrix.Jump)
        {
            float* lower = a + 4 * row;
            for (int k = Math.Min(left, matrix.Run); k > 0; k--)
            {
                T x = T.Load(b), y = T.Load(b + second), w = T.Of(*a);
                l0 = T.MultiplyAdd(w, x, l0);
                r0 = T.MultiplyAdd(w, y, r0);
                w = T.Of(*(a + row));
                l1 = T.MultiplyAdd(w, x, l1);
                r1 = T.MultiplyAdd(w, y, r1);
                w = T.Of(*(a + twice));
                l2 = T.MultiplyAdd(w, x, l2);
                r2 = T.MultiplyAdd(w, y, r2);
                w = T.Of(*(a + thrice));
                l3 = T.MultiplyAdd(w, x, l3);
                r3 = T.MultiplyAdd(w, y, r3);
                w = T.Of(*lower);
                l4 = T.MultiplyAdd(w, x, l4);
                r4 = T.MultiplyAdd(w, y, r4);
                w = T.Of(*(lower + row));
                l5 = T.MultiplyAdd(w, x, l5);
                r5 = T.MultiplyAdd(w, y, r5);
                w = T.Of(*(lower + twice));
                l6 = T.MultiplyAdd(w, x, l6);
                r6 = T.MultiplyAdd(w, y, r6);
                w = T.Of(*(lower + thrice));
                l7 = T.MultiplyAdd(w, x, l7);
                r7 = T.MultiplyAdd(w, y, r7);
                a += inner;
                lower += inner;
                b += bRow;
            }
        }
        Put(l0, r0, c);
        Put(l1, r1, c += cRow);
        Put(l2, r2, c += cRow);
        Put(l3, r3, c += cRow);
        Put(l4, r4, c += cRow);
        Put(l5, r5, c += cRow);
        Put(l6, r6, c += cRow);
        Put(l7, r7, c + cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(in Left matrix, float* b, nint bRow, float* start, float* c, nint cRow)
    {
        nint second = T.Count;
        T l0 = T.Load(start), r0 = T.Load(start + second);
        T l1 = l0, l2 = l0, l3 = l0, r1 = r0, r2 = r0, r3 = r0;
        float* a = matrix.Start;
        nint row = matrix.Row, inner = matrix.InnerStep, twice = 2 * row, thrice = 3 * row;
        for (int left = matrix.Inner; left > 0; left -= matrix.Run, a += matrix.Jump)
        {
            for (int k = Math.Min(left, matrix.Run); k > 0; k--)
            {
                T x = T.Load(b), y = T.Load(b + second), w = T.Of(*a);
                l0 = T.MultiplyAdd(w, x, l0);
                r0 = T.MultiplyAdd(w, y, r0);
                w = T.Of(*(a + row));
                l1 = T.MultiplyAdd(w, x, l1);
                r1 = T.MultiplyAdd(w, y, r1);
                w = T.Of(*(a + twice));
                l2 = T.MultiplyAdd(w, x, l2);
                r2 = T.MultiplyAdd(w, y, r2);
                w = T.Of(*(a + thrice));
                l3 = T.MultiplyAdd(w, x, l3);
                r3 = T.MultiplyAdd(w, y, r3);
                a += inner;
                b += bRow;
            }
        }
        Put(l0, r0, c);
        Put(l1, r1, c += cRow);
        Put(l2, r2, c += cRow);
        Put(l3, r3, c + cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightNarrow(in Left matrix, float* b, nint bRow, float* start, float* c, nint cRow)
    {
        T l0 = T.Load(start), l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0, l6 = l0, l7 = l0;
        float* a = matrix.Start;
        nint row = matrix.Row, inner = matrix.InnerStep, twice = 2 * row, thrice = 3 * row;
        for (int left = matrix.Inner; left > 0; left -= matrix.Run, a += matrix.Jump)
        {
            float* lower = a + 4 * row;
            for (int k = Math.Min(left, matrix.Run); k > 0; k--)
            {
                T x = T.Load(b);
                l0 = T.MultiplyAdd(T.Of(*a), x, l0);
                l1 = T.MultiplyAdd(T.Of(*(a + row)), x, l1);
                l2 = T.MultiplyAdd(T.Of(*(a + twice)), x, l2);
                l3 = T.MultiplyAdd(T.Of(*(a + thrice)), x, l3);
                l4 = T.MultiplyAdd(T.Of(*lower), x, l4);
                l5 = T.MultiplyAdd(T.Of(*(lower + row)), x, l5);
                l6 = T.MultiplyAdd(T.Of(*(lower + twice)), x, l6);
                l7 = T.MultiplyAdd(T.Of(*(lower + thrice)), x, l7);
                a += inner;
                lower += inner;
                b += bRow;
            }
        }
        l0.Store(c);
        l1.Store(c += cRow);
        l2.Store(c += cRow);
        l3.Store(c += cRow);
        l4.Store(c += cRow);
        l5.Store(c += cRow);
        l6.Store(c += cRow);
        l7.Store(c + cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightWide(in Left matrix, float* b, nint bRow, float* start, float* c, nint cRow)
    {
        nint second = T.Count;
        T l0 = T.Load(start), m0 = T.Load(start + second), r0 = T.Load(start + 2 * second);
        T l1 = l0, l2 = l0, l3 = l0, l4 = l0, l5 = l0, l6 = l0, l7 = l0, m1 = m0, m2 = m0, m3 = m0, m4 = m0, m5 = m0, m6 = m0, m7 = m0;
        T r1 = r0, r2 = r0, r3 = r0, r4 = r0, r5 = r0, r6 = r0, r7 = r0;
        float* a = matrix.Start;
        nint row = matrix.Row, inner = matrix.InnerStep, twice = 2 * row, thrice = 3 * row;
        for (int left = matrix.Inner; left > 0; left -= matrix.Run, a += matrix.Jump)
        {
            float* lower = a + 4 * row;
            for (int k = Math.Min(left, matrix.Run); k > 0; k--)
            {
                T x = T.Load(b), y = T.Load(b + second), z = T.Load(b + 2 * second), w = T.Of(*a);
                l0 = T.MultiplyAdd(w, x, l0);
                m0 = T.MultiplyAdd(w, y, m0);
                r0 = T.MultiplyAdd(w, z, r0);
                w = T.Of(*(a + row));
                l1 = T.MultiplyAdd(w, x, l1);
                m1 = T.MultiplyAdd(w, y, m1);
                r1 = T.MultiplyAdd(w, z, r1);
                w = T.Of(*(a + twice));
                l2 = T.MultiplyAdd(w, x, l2);
                m2 = T.MultiplyAdd(w, y, m2);
                r2 = T.MultiplyAdd(w, z, r2);
                w = T.Of(*(a + thrice));
                l3 = T.MultiplyAdd(w, x, l3);
                m3 = T.MultiplyAdd(w, y, m3);
                r3 = T.MultiplyAdd(w, z, r3);
                w = T.Of(*lower);
                l4 = T.MultiplyAdd(w, x, l4);
                m4 = T.MultiplyAdd(w, y, m4);
                r4 = T.MultiplyAdd(w, z, r4);
                w = T.Of(*(lower + row));
                l5 = T.MultiplyAdd(w, x, l5);
                m5 = T.MultiplyAdd(w, y, m5);
                r5 = T.MultiplyAdd(w, z, r5);
                w = T.Of(*(lower + twice));
                l6 = T.MultiplyAdd(w, x, l6);
                m6 = T.MultiplyAdd(w, y, m6);
                r6 = T.MultiplyAdd(w, z, r6);
                w = T.Of(*(lower + thrice));
                l7 = T.MultiplyAdd(w, x, l7);
                m7 = T.MultiplyAdd(w, y, m7);
                r7 = T.MultiplyAdd(w, z, r7);
                a += inner;
                lower += inner;
                b += bRow;
            }
        }
        Put(l0, m0, r0, c);
        Put(l1, m1, r1, c += cRow);
        Put(l2, m2, r2, c += cRow);
        Put(l3, m3, r3, c += cRow);
        Put(l4, m4, r4, c += cRow);
        Put(l5, m5, r5, c += cRow);
        Put(l6, m6, r6, c += cRow);
        Put(l7, m7, r7, c + cRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T left, T right, float* c)
    {
        left.Store(c);
        right.Store(c + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T left, T middle, T right, float* c)
    {
        left.Store(c);
        middle.Store(c + T.Count);
        right.Store(c + 2 * T.Count);
    }

    /// <summary>The left matrix of a product: entry (i, k) lies <see cref="Row"/> · i from the start, and along k in runs.</summary>
    /// <param name="Address">The first entry.</param>
    /// <param name="Row">From row to row.</param>
    /// <param name="Inner">The inner dimension.</param>
    /// <param name="InnerStep">From one inner place to the next.</param>
    /// <param name="Run">After so many inner places comes a jump.</param>
    /// <param name="Jump">How far, from where the next place would have been.</param>
    internal readonly record struct Left(nint Address, nint Row, int Inner, nint InnerStep, int Run, nint Jump)
    {
        public float* Start => (float*)Address;

        /// <summary>The matrix of the panels of a batch, row by row.</summary>
        public static Left OfPanels(float* first, int row, int columns, nint panelStride) => new((nint)(first + (nint)row * Width), Width, columns, 1, Width, panelStride - Width);

        /// <summary>The transpose of one panel, from a column of it on.</summary>
        public static Left OfTranspose(float* panel, int column, int rows) => new((nint)(panel + column), 1, rows, Width, rows, 0);

        public Left Below(int rows) => this with { Address = (nint)(Start + rows * Row) };
    }
}
