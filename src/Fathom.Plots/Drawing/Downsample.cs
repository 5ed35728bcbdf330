namespace Fathom.Plots.Drawing;

/// <summary>Thins long lines without losing their peaks.</summary>
internal static class Downsample
{
    /// <summary>At most so many items, evenly chosen, in order.</summary>
    public static T[] Even<T>(T[] items, int most) =>
        items.Length <= most ? items : [.. Enumerable.Range(0, most).Select(index => items[(int)((long)index * items.Length / most)])];

    /// <summary>
    /// The lowest and the highest point of each of many stretches of equal length, in order. A line drawn through them covers the same pixels as
    /// the whole line where there is a stretch per pixel. Points that are not finite are left out.
    /// </summary>
    /// <param name="x">Abscissas, ascending.</param>
    /// <param name="y">Ordinates, as many.</param>
    /// <param name="stretches">Number of stretches, at least 1.</param>
    public static (double[] X, double[] Y) Extremes(double[] x, double[] y, int stretches)
    {
        int[] finite = [.. Enumerable.Range(0, Math.Min(x.Length, y.Length)).Where(index => double.IsFinite(y[index]))];
        if (finite.Length > 2 * stretches)
        {
            var kept = new List<int>(2 * stretches + 2) { finite[0] };
            for (int stretch = 0; stretch < stretches; stretch++)
            {
                int start = (int)((long)finite.Length * stretch / stretches), end = (int)((long)finite.Length * (stretch + 1) / stretches);
                int low = finite[start], high = finite[start];
                for (int position = start; position < end; position++)
                {
                    if (y[finite[position]] < y[low]) low = finite[position];
                    if (y[finite[position]] > y[high]) high = finite[position];
                }

                kept.Add(Math.Min(low, high));
                kept.Add(Math.Max(low, high));
            }

            kept.Add(finite[^1]);
            finite = [.. kept.Distinct()];
        }

        return ([.. finite.Select(index => x[index])], [.. finite.Select(index => y[index])]);
    }
}
