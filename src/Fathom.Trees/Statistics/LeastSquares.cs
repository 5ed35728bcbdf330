namespace Fathom.Trees;

/// <summary>
/// The minimiser of Σ (g·f(x) + ½h·f(x)²) + ½λ·|b|² over functions f(x) = a + b·x: weighted least squares of the Newton steps −g/h with a ridge on the coefficients
/// (Shi, Li &amp; Li 2019, eq. 3). Sums are taken of differences from the first point and centred before the system is solved, so that columns far from 0 lose no digits;
/// a column that the points hold to be constant, or a linear function of those before it, has coefficient 0.
/// </summary>
/// <param name="columns">The length of x.</param>
internal sealed class LeastSquares(int columns)
{
    /// <summary>A column with less than this share of its variance unexplained by those before it says nothing new: single precision leaves no less to rounding.</summary>
    private const double LeastNews = 1e-10;

    private readonly double[] _origin = new double[columns];
    private readonly double[] _shifted = new double[columns];
    private readonly double[] _gradients = new double[columns];
    private readonly double[] _means = new double[columns];

    /// <summary>Σ h·x·xᵀ, row-major; the lower triangle.</summary>
    private readonly double[] _squares = new double[columns * columns];

    private double _gradient;
    private double _hessian;
    private int _points;

    /// <summary>Adds a point without missing values.</summary>
    /// <param name="x">The point.</param>
    /// <param name="gradient">g.</param>
    /// <param name="hessian">h, positive.</param>
    internal void Add(ReadOnlySpan<double> x, double gradient, double hessian)
    {
        if (_points++ == 0)
            x.CopyTo(_origin);
        _gradient += gradient;
        _hessian += hessian;
        for (int i = 0; i < columns; i++)
        {
            double value = _shifted[i] = x[i] - _origin[i], weighted = hessian * value;
            _gradients[i] += gradient * value;
            _means[i] += weighted;
            Span<double> products = _squares.AsSpan(i * columns, i + 1);
            for (int j = 0; j < products.Length; j++)
                products[j] += weighted * _shifted[j];
        }
    }

    /// <summary>Solves for the function; returns false where there are not more points than columns. Call it once.</summary>
    /// <param name="l2">λ.</param>
    /// <param name="coefficients">Receives b.</param>
    /// <param name="constant">Receives a.</param>
    internal bool Solve(double l2, Span<double> coefficients, out double constant)
    {
        constant = 0;
        if (_points <= columns)
            return false;
        Center();
        bool[] isUsed = Factorize(l2);
        // b solves L·Lᵀ·b = −Σ g·(x − mean), without the columns left out.
        coefficients.Clear();
        for (int i = 0; i < columns; i++)
        {
            if (!isUsed[i])
                continue;
            double sum = -_gradients[i];
            for (int j = 0; j < i; j++)
                sum -= _squares[i * columns + j] * coefficients[j];
            coefficients[i] = sum / _squares[i * columns + i];
        }
        for (int i = columns - 1; i >= 0; i--)
        {
            if (!isUsed[i])
                continue;
            double sum = coefficients[i];
            for (int j = i + 1; j < columns; j++)
                sum -= _squares[j * columns + i] * coefficients[j];
            coefficients[i] = sum / _squares[i * columns + i];
        }
        constant = -_gradient / _hessian;
        for (int i = 0; i < columns; i++)
            constant -= coefficients[i] * (_means[i] + _origin[i]);
        return true;
    }

    private void Center()
    {
        for (int i = 0; i < columns; i++)
            _means[i] /= _hessian;
        for (int i = 0; i < columns; i++)
        {
            _gradients[i] -= _gradient * _means[i];
            for (int j = 0; j <= i; j++)
                _squares[i * columns + j] -= _hessian * _means[i] * _means[j];
        }
    }

    /// <summary>Cholesky's factor in place of the squares; columns left out have zeros.</summary>
    private bool[] Factorize(double l2)
    {
        var isUsed = new bool[columns];
        for (int i = 0; i < columns; i++)
        {
            double whole = _squares[i * columns + i] + l2, rest = whole;
            for (int j = 0; j < i; j++)
            {
                double sum = _squares[i * columns + j];
                for (int k = 0; k < j; k++)
                    sum -= _squares[i * columns + k] * _squares[j * columns + k];
                sum = isUsed[j] ? sum / _squares[j * columns + j] : 0;
                _squares[i * columns + j] = sum;
                rest -= sum * sum;
            }
            isUsed[i] = rest > LeastNews * whole;
            _squares[i * columns + i] = isUsed[i] ? Math.Sqrt(rest) : 0;
        }
        return isUsed;
    }
}
