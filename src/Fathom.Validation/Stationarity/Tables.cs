namespace Fathom.Validation;

/// <summary>Values between the entries of a table.</summary>
internal static class Tables
{
    /// <summary>Linear interpolation; the ends of the table hold beyond it.</summary>
    /// <param name="at">Where.</param>
    /// <param name="x">Abscissae in ascending order.</param>
    /// <param name="y">Ordinates.</param>
    public static double Interpolate(double at, double[] x, double[] y)
    {
        if (at <= x[0])
            return y[0];
        for (int i = 1; i < x.Length; i++)
        {
            if (at <= x[i])
                return y[i - 1] + (at - x[i - 1]) / (x[i] - x[i - 1]) * (y[i] - y[i - 1]);
        }

        return y[^1];
    }
}
