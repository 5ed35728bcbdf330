namespace Fathom.Validation;

/// <summary>Locally weighted regression on equally spaced points, as STL's published Fortran has it (Cleveland et al. 1990, section 2 and netlib's stl).</summary>
internal static class Loess
{
    /// <summary>Smooths a series at its own points.</summary>
    /// <param name="y">The series.</param>
    /// <param name="window">Points that a fit uses; where longer than the series, the weights widen instead.</param>
    /// <param name="degree">0 or 1.</param>
    /// <param name="weights">Robustness weights, or none.</param>
    /// <param name="smooth">Receives the values.</param>
    /// <param name="scratch">As long as the series.</param>
    public static void Smooth(ReadOnlySpan<double> y, int window, int degree, ReadOnlySpan<double> weights, Span<double> smooth, Span<double> scratch)
    {
        int n = y.Length;
        if (n < 2)
        {
            smooth[0] = y[0];
            return;
        }

        int left = 0, right = Math.Min(window, n) - 1, half = (window + 1) / 2;
        for (int i = 0; i < n; i++)
        {
            if (window < n && i >= half && right != n - 1)
            {
                left++;
                right++;
            }

            smooth[i] = At(y, window, degree, i, left, right, weights, scratch) ?? y[i];
        }
    }

    /// <summary>The fit at a place, which may lie one step outside the series; null where all weights are zero.</summary>
    public static double? At(ReadOnlySpan<double> y, int window, int degree, int place, int left, int right, ReadOnlySpan<double> weights, Span<double> scratch)
    {
        int n = y.Length;
        double reach = Math.Max(place - left, right - place);
        if (window > n)
            reach += (window - n) / 2;
        double far = 0.999 * reach, near = 0.001 * reach, total = 0;
        Span<double> w = scratch[left..(right + 1)];
        for (int j = left; j <= right; j++)
        {
            double distance = Math.Abs(j - place), weight = 0;
            if (distance <= far)
            {
                weight = 1;
                if (distance > near)
                {
                    double ratio = distance / reach, cube = 1 - ratio * ratio * ratio;
                    weight = cube * cube * cube;
                }

                if (!weights.IsEmpty)
                    weight *= weights[j];
                total += weight;
            }

            w[j - left] = weight;
        }

        if (total <= 0)
            return null;
        double mean = 0, value = 0;
        for (int j = 0; j < w.Length; j++)
        {
            w[j] /= total;
            mean += w[j] * (left + j);
            value += w[j] * y[left + j];
        }

        if (degree == 0 || reach <= 0)
            return value;
        double spread = 0, slope = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double centred = left + j - mean;
            spread += w[j] * centred * centred;
            slope += w[j] * centred * y[left + j];
        }

        // A spread this small (Fortran's 0.001 of the range) cannot carry a slope.
        return Math.Sqrt(spread) > 0.001 * (n - 1) ? value + (place - mean) / spread * slope : value;
    }
}
