namespace Fathom.Trees;

/// <summary>Gauss–Legendre quadrature on [0, 1]: n points integrate polynomials of degree 2n − 1 exactly (Abramowitz &amp; Stegun 1964, 25.4.30).</summary>
internal static class GaussLegendre
{
    /// <summary>The points in ascending order and their weights, which sum to 1.</summary>
    internal static (double[] Points, double[] Weights) Of(int count)
    {
        var points = new double[count];
        var weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            // Newton's method on the Legendre polynomial from an approximate root.
            double x = -Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 1;
            for (int step = 0; step < 100; step++)
            {
                (double value, slope) = Legendre(count, x);
                double change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16)
                    break;
            }
            points[i] = (1 + x) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return (points, weights);
    }

    /// <summary>The polynomial of a degree and its derivative.</summary>
    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        double before = 1, value = x;
        for (int n = 2; n <= degree; n++)
            (before, value) = (value, ((2 * n - 1) * x * value - (n - 1) * before) / n);
        return (value, degree * (x * value - before) / (x * x - 1));
    }
}
