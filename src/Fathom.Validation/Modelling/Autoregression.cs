using System.Globalization;

namespace Fathom.Validation;

/// <summary>
/// An autoregression y_t = c + φ₁ y_{t−1} + … + φ_p y_{t−p} + e_t fitted by least squares, conditional on the first p observations
/// (Brockwell and Davis 2016, section 5.1); values agree with statsmodels' AutoReg.
/// </summary>
/// <example><code>
/// var bootstrap = new ResidualBootstrap(y => Autoregression.Fit(y, order: 1)) { Seed = 1 };
/// Interval ci = bootstrap.ConfidenceInterval(series, Sharpe.Ratio);
/// </code></example>
public sealed class Autoregression : IResidualModel
{
    private readonly double[] _first;
    private readonly double[] _coefficients;
    private readonly double[] _fitted;
    private readonly double[] _residuals;

    private Autoregression(double[] series, double[] solution, double[] errors)
    {
        int order = solution.Length - 1;
        _first = series[..order];
        _coefficients = solution[1..];
        Intercept = solution[0];
        StandardErrors = errors;
        _fitted = new double[series.Length - order];
        _residuals = new double[_fitted.Length];
        for (int t = order; t < series.Length; t++)
        {
            _fitted[t - order] = Step(series, t);
            _residuals[t - order] = series[t] - _fitted[t - order];
        }

        ResidualVariance = SpanMath.Dot(_residuals, _residuals) / _residuals.Length;
    }

    /// <summary>Order p.</summary>
    public int Order => _coefficients.Length;

    /// <summary>The constant c.</summary>
    public double Intercept { get; }

    /// <summary>φ₁ … φ_p.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>Standard errors of the constant and of φ₁ … φ_p, from the residual variance with denominator n − p − (p + 1).</summary>
    public IReadOnlyList<double> StandardErrors { get; }

    /// <summary>Mean squared residual (denominator n − p).</summary>
    public double ResidualVariance { get; }

    /// <inheritdoc />
    public ReadOnlySpan<double> Fitted => _fitted;

    /// <inheritdoc />
    public ReadOnlySpan<double> Residuals => _residuals;

    /// <summary>Fits the model.</summary>
    /// <param name="series">Finite observations in order of time, more than 2 × <paramref name="order"/> + 1 of them.</param>
    /// <param name="order">Order p, at least 1.</param>
    /// <exception cref="ArgumentException">The series is too short, constant, or holds a value that is not finite.</exception>
    public static Autoregression Fit(ReadOnlySpan<double> series, int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        SpanMath.CheckLength(series, 2 * order + 2);
        SpanMath.CheckFinite(series);
        int n = series.Length - order;
        var columns = new double[order + 1][];
        columns[0] = new double[n];
        columns[0].AsSpan().Fill(1);
        for (int k = 1; k <= order; k++)
            columns[k] = series.Slice(order - k, n).ToArray();
        double[] y = series.ToArray();
        var fit = new LeastSquares(columns, y[order..], $"Autoregression of order {order}");
        return new Autoregression(y, fit.Coefficients(order + 1), [.. Enumerable.Range(0, order + 1).Select(j => fit.StandardError(j, order + 1))]);
    }

    /// <summary>Runs the recursion on from the first p observations that were fitted.</summary>
    /// <param name="innovations">One per fitted value.</param>
    /// <param name="series">Receives the series: p more values than innovations.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Simulate(ReadOnlySpan<double> innovations, Span<double> series)
    {
        if (innovations.Length != _residuals.Length || series.Length != innovations.Length + Order)
            throw new ArgumentException($"{_residuals.Length} innovations make a series of {_residuals.Length + Order}, but {innovations.Length} and {series.Length} were given.");
        _first.CopyTo(series);
        for (int t = Order; t < series.Length; t++)
            series[t] = Step(series, t) + innovations[t - Order];
    }

    /// <summary>The model in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"AR({Order}): y = {Intercept:G4} + {string.Join(" + ", _coefficients.Select((c, k) => string.Create(CultureInfo.InvariantCulture, $"{c:G4} y(t-{k + 1})")))}, residual variance {ResidualVariance:G4}");

    private double Step(ReadOnlySpan<double> series, int t)
    {
        double value = Intercept;
        for (int k = 0; k < _coefficients.Length; k++)
            value += _coefficients[k] * series[t - 1 - k];
        return value;
    }
}
