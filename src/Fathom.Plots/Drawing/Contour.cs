namespace Fathom.Plots.Drawing;

/// <summary>The lines of equal height of values on a grid, by marching squares: linear between neighbouring points, nothing where a corner is not finite.</summary>
internal static class Contour
{
    /// <summary>The pieces of one line.</summary>
    /// <param name="x">Coordinates along the first axis, ascending.</param>
    /// <param name="y">Coordinates along the second axis, ascending.</param>
    /// <param name="heights">[x, y].</param>
    /// <param name="level">The height of the line.</param>
    public static IEnumerable<(double X1, double Y1, double X2, double Y2)> Line(IReadOnlyList<double> x, IReadOnlyList<double> y, double[,] heights, double level)
    {
        for (int i = 0; i + 1 < x.Count; i++)
            for (int j = 0; j + 1 < y.Count; j++)
            {
                // The corners in order around the cell.
                (double X, double Y, double Z)[] corners =
                    [(x[i], y[j], heights[i, j]), (x[i + 1], y[j], heights[i + 1, j]), (x[i + 1], y[j + 1], heights[i + 1, j + 1]), (x[i], y[j + 1], heights[i, j + 1])];
                if (!corners.All(corner => double.IsFinite(corner.Z))) continue;
                var crossings = new List<(double X, double Y)>(4);
                for (int k = 0; k < 4; k++)
                {
                    (double X, double Y, double Z) a = corners[k], b = corners[(k + 1) % 4];
                    if (a.Z < level == b.Z < level) continue;
                    double share = (level - a.Z) / (b.Z - a.Z);
                    crossings.Add((a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y)));
                }
                if (crossings.Count == 2) yield return (crossings[0].X, crossings[0].Y, crossings[1].X, crossings[1].Y);
                if (crossings.Count != 4) continue;
                // A saddle: the middle says which corners belong together.
                bool around = corners.Average(corner => corner.Z) < level == corners[0].Z < level;
                int first = around ? 0 : 3;
                yield return (crossings[first].X, crossings[first].Y, crossings[(first + 1) % 4].X, crossings[(first + 1) % 4].Y);
                yield return (crossings[(first + 2) % 4].X, crossings[(first + 2) % 4].Y, crossings[(first + 3) % 4].X, crossings[(first + 3) % 4].Y);
            }
    }
}
