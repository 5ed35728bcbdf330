namespace Fathom.Validation;

/// <summary>
/// Fractional differencing with a window of fixed width (López de Prado 2018, chapter 5): (1 − L)^d keeps memory that whole differences throw away.
/// </summary>
public static class FractionalDifference
{
    /// <summary>Weights w₀ = 1, w_k = −w_{k−1}(d − k + 1)/k, up to the last not smaller than the threshold in size.</summary>
    /// <param name="order">Order d, from 0 to 2.</param>
    /// <param name="threshold">Smallest weight kept, between 0 and 1. Default 1e-4.</param>
    /// <param name="longest">Most weights to return, at least 1; the window ends there where the threshold is not reached.</param>
    public static double[] Weights(double order, double threshold = 1e-4, int longest = int.MaxValue)
    {
        if (!(order >= 0 && order <= 2))
            throw new ArgumentOutOfRangeException(nameof(order), order, "The order of differencing lies between 0 and 2.");
        if (!(threshold > 0 && threshold < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold lies strictly between 0 and 1; 1e-4 is usual.");
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        List<double> weights = [1];
        for (int k = 1; weights.Count < longest; k++)
        {
            double next = -weights[^1] * (order - k + 1) / k;
            if (Math.Abs(next) < threshold)
                break;
            weights.Add(next);
        }

        return [.. weights];
    }

    /// <summary>The differenced series; shorter than the input by the width of the window minus one, its last value at the input's last.</summary>
    /// <param name="series">Finite observations, in order of time.</param>
    /// <param name="order">Order d, from 0 to 2.</param>
    /// <param name="threshold">Smallest weight kept. Default 1e-4.</param>
    /// <exception cref="ArgumentException">The series is shorter than the window.</exception>
    public static double[] Apply(ReadOnlySpan<double> series, double order, double threshold = 1e-4)
    {
        SpanMath.CheckLength(series, 1);
        SpanMath.CheckFinite(series);
        double[] weights = Weights(order, threshold, series.Length + 1);
        if (weights.Length > series.Length)
            throw new ArgumentException($"Order {order} with threshold {threshold} needs more than {series.Length} observations. Use a larger threshold or a longer series.", nameof(series));
        Array.Reverse(weights);
        var differenced = new double[series.Length - weights.Length + 1];
        for (int t = 0; t < differenced.Length; t++)
            differenced[t] = SpanMath.Dot(weights, series.Slice(t, weights.Length));
        return differenced;
    }

    /// <summary>The smallest order, in steps of 0.05 from 0 to 1, whose differenced series the ADF test (constant, one lag) calls stationary.</summary>
    /// <param name="series">Finite observations, in order of time, such as logarithmic prices.</param>
    /// <param name="level">Largest p-value. Default 0.05.</param>
    /// <param name="threshold">Smallest weight kept. Default 1e-4.</param>
    /// <returns>The order, or NaN where even whole differences do not suffice.</returns>
    /// <exception cref="ArgumentException">The series is shorter than a window that has to be tried.</exception>
    public static double MinimumOrder(ReadOnlySpan<double> series, double level = 0.05, double threshold = 1e-4)
    {
        for (int step = 0; step <= 20; step++)
        {
            double order = step / 20.0;
            if (UnitRoot.Adf(Apply(series, order, threshold), lags: 1).PValue <= level)
                return order;
        }

        return double.NaN;
    }
}
