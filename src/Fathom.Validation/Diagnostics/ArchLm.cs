namespace Fathom.Validation;

/// <summary>
/// Test of constant variance against ARCH (Engle 1982): the squared residuals are regressed on their own lags; n R² is chi-squared with as many
/// degrees of freedom as there are lags.
/// </summary>
public static class ArchLm
{
    /// <summary>Tests residuals or returns for volatility clustering.</summary>
    /// <param name="residuals">Finite residuals with mean near zero, in order of time; more than 2 × <paramref name="lags"/> + 1.</param>
    /// <param name="lags">Number of lags, at least 1.</param>
    /// <exception cref="ArgumentException">There are too few residuals, or their squares are constant, or one is not finite.</exception>
    public static TestResult Test(ReadOnlySpan<double> residuals, int lags)
    {
        Autocorrelation.Check(residuals, lags);
        int n = residuals.Length - lags;
        var squares = new double[residuals.Length];
        for (int i = 0; i < squares.Length; i++)
            squares[i] = residuals[i] * residuals[i];

        var columns = new double[lags + 1][];
        columns[0] = new double[n];
        Array.Fill(columns[0], 1);
        for (int k = 1; k <= lags; k++)
            columns[k] = squares[(lags - k)..^k];
        double[] response = squares[lags..];
        double total = SpanMath.SumOfSquares(response, SpanMath.Mean(response));
        var fit = new LeastSquares(columns, response, "ArchLm");
        double statistic = n * (1 - fit.ResidualSum(lags + 1) / total);
        return new TestResult("ARCH-LM", statistic, ChiSquaredTail.Probability(lags, statistic), lags);
    }
}
