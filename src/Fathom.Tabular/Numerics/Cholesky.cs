namespace Fathom.Tabular;

/// <summary>Solves small symmetric positive definite systems; for the few dozen features of a ridge no library call pays.</summary>
internal static class Cholesky
{
    private const double LeastPivotShare = 1e-13;

    /// <summary>Solves A x = b in place: b becomes x, the lower triangle of A its Cholesky factor.</summary>
    /// <returns>False where A is not positive definite to working precision; then b is undefined.</returns>
    public static bool TrySolve(double[,] a, Span<double> b)
    {
        int n = b.Length;
        for (int j = 0; j < n; j++)
        {
            double diagonal = a[j, j];
            double pivot = diagonal;
            for (int k = 0; k < j; k++)
                pivot -= a[j, k] * a[j, k];
            if (!(pivot > LeastPivotShare * diagonal))
                return false;
            double root = Math.Sqrt(pivot);
            a[j, j] = root;
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                    sum -= a[i, k] * a[j, k];
                a[i, j] = sum / root;
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++)
                b[i] -= a[i, k] * b[k];
            b[i] /= a[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++)
                b[i] -= a[k, i] * b[k];
            b[i] /= a[i, i];
        }

        return true;
    }
}
