namespace Fathom.Validation;

/// <summary>
/// Ordinary least squares by Householder's QR decomposition without pivoting. Because columns are taken in the order given, one decomposition
/// holds the fit on the first k columns for every k.
/// </summary>
internal sealed class LeastSquares
{
    private readonly double[][] _columns;
    private readonly double[] _rotated;
    private readonly double[] _diagonal;

    /// <param name="columns">Regressors, each as long as <paramref name="response"/>; overwritten by the decomposition.</param>
    /// <param name="response">What is explained; not changed.</param>
    /// <param name="what">Name of the regression for the error message.</param>
    public LeastSquares(double[][] columns, double[] response, string what)
    {
        int n = response.Length, p = columns.Length;
        if (n <= p)
            throw new ArgumentException($"{what}: {n} usable observations cannot determine {p} coefficients. Use fewer lags or a longer series.");
        _columns = columns;
        _rotated = [.. response];
        _diagonal = new double[p];
        Observations = n;
        for (int j = 0; j < p; j++)
        {
            Span<double> v = columns[j].AsSpan(j);
            double whole = Math.Sqrt(SpanMath.Dot(columns[j], columns[j]));
            double norm = Math.Sqrt(SpanMath.Dot(v, v));
            if (!(norm > 1e-11 * whole))
                throw new ArgumentException($"{what}: the regressors are linearly dependent. The series is constant or an exact trend, or has too many lags.");
            double alpha = v[0] > 0 ? -norm : norm;
            v[0] -= alpha;
            double scale = 2 / SpanMath.Dot(v, v);
            for (int k = j + 1; k < p; k++)
                Reflect(v, columns[k].AsSpan(j), scale);
            Reflect(v, _rotated.AsSpan(j), scale);
            _diagonal[j] = alpha;
        }
    }

    public int Observations { get; }

    public int Regressors => _columns.Length;

    /// <summary>Sum of squared residuals of the fit on the first <paramref name="count"/> columns.</summary>
    public double ResidualSum(int count)
    {
        ReadOnlySpan<double> rest = _rotated.AsSpan(count);
        return SpanMath.Dot(rest, rest);
    }

    /// <summary>Coefficients of the fit on the first <paramref name="count"/> columns.</summary>
    public double[] Coefficients(int count) => BackSubstitute(_rotated, count);

    /// <summary>t statistic of column <paramref name="column"/> in the fit on the first <paramref name="count"/> columns.</summary>
    public double TStatistic(int column, int count) => Coefficients(count)[column] / StandardError(column, count);

    /// <summary>Standard error of a coefficient, with denominator n − count.</summary>
    public double StandardError(int column, int count)
    {
        // Row `column` of R⁻¹ has the norm that the standard error is a multiple of: solve Rᵀ z = e.
        var z = new double[count];
        double squares = 0;
        for (int i = column; i < count; i++)
        {
            double value = i == column ? 1 : 0;
            for (int k = column; k < i; k++)
                value -= _columns[i][k] * z[k];
            z[i] = value / _diagonal[i];
        }

        // (RᵀR)⁻¹ at (column, column) is the squared norm of Rᵀ⁻¹ e.
        for (int i = column; i < count; i++)
            squares += z[i] * z[i];
        return Math.Sqrt(squares * ResidualSum(count) / (Observations - count));
    }

    private double[] BackSubstitute(double[] right, int count)
    {
        var solution = new double[count];
        for (int i = count - 1; i >= 0; i--)
        {
            double value = right[i];
            for (int k = i + 1; k < count; k++)
                value -= _columns[k][i] * solution[k];
            solution[i] = value / _diagonal[i];
        }

        return solution;
    }

    private static void Reflect(ReadOnlySpan<double> v, Span<double> target, double scale)
    {
        double f = scale * SpanMath.Dot(v, target);
        for (int i = 0; i < v.Length; i++)
            target[i] -= f * v[i];
    }
}
