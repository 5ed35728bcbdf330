using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>
/// Products of panels and a single column, of which a tile of <see cref="PanelTiles{T}"/> would leave all lanes but one idle: here the lanes go along the inner dimension.
/// </summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class PanelColumn<T> where T : unmanaged, ILanes<T>
{
    /// <summary>c = s + A · b.</summary>
    /// <param name="rows">The number of rows, a multiple of 4.</param>
    /// <param name="panels">How many panels A has.</param>
    /// <param name="a">The first row of A in its first panel.</param>
    /// <param name="panelStride">From panel to panel.</param>
    /// <param name="b">The column, zeros behind it up to a whole panel.</param>
    /// <param name="start">What each sum begins with.</param>
    /// <param name="c">The first sum; the next lies a panel's width on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int rows, int panels, float* a, nint panelStride, float* b, float start, float* c)
    {
        nint second = T.Count, width = 2 * second;
        for (; rows > 0; rows -= 4, a += 4 * width, c += 4 * width)
        {
            T l0 = T.Of(0f), l1 = l0, l2 = l0, l3 = l0, r0 = l0, r1 = l0, r2 = l0, r3 = l0;
            float* row = a, column = b;
            for (int panel = 0; panel < panels; panel++, row += panelStride, column += width)
            {
                T x = T.Load(column), y = T.Load(column + second);
                l0 = T.MultiplyAdd(T.Load(row), x, l0);
                r0 = T.MultiplyAdd(T.Load(row + second), y, r0);
                l1 = T.MultiplyAdd(T.Load(row + width), x, l1);
                r1 = T.MultiplyAdd(T.Load(row + width + second), y, r1);
                l2 = T.MultiplyAdd(T.Load(row + 2 * width), x, l2);
                r2 = T.MultiplyAdd(T.Load(row + 2 * width + second), y, r2);
                l3 = T.MultiplyAdd(T.Load(row + 3 * width), x, l3);
                r3 = T.MultiplyAdd(T.Load(row + 3 * width + second), y, r3);
            }
            c[0] = start + (l0 + r0).Sum();
            c[width] = start + (l1 + r1).Sum();
            c[2 * width] = start + (l2 + r2).Sum();
            c[3 * width] = start + (l3 + r3).Sum();
        }
    }

    /// <summary>c = Aᵀ · b for one panel of A.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="a">The panel.</param>
    /// <param name="b">The column's first entry; the next lies a panel's width on.</param>
    /// <param name="c">Receives as many sums as a panel has columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposed(int rows, float* a, float* b, float* c)
    {
        nint second = T.Count, width = 2 * second;
        T l0 = T.Of(0f), l1 = l0, r0 = l0, r1 = l0;
        for (; rows > 1; rows -= 2, a += 2 * width, b += 2 * width)
        {
            T even = T.Of(*b), odd = T.Of(*(b + width));
            l0 = T.MultiplyAdd(T.Load(a), even, l0);
            r0 = T.MultiplyAdd(T.Load(a + second), even, r0);
            l1 = T.MultiplyAdd(T.Load(a + width), odd, l1);
            r1 = T.MultiplyAdd(T.Load(a + width + second), odd, r1);
        }
        if (rows > 0)
        {
            T last = T.Of(*b);
            l0 = T.MultiplyAdd(T.Load(a), last, l0);
            r0 = T.MultiplyAdd(T.Load(a + second), last, r0);
        }
        (l0 + l1).Store(c);
        (r0 + r1).Store(c + second);
    }
}
