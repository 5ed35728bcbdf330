namespace Fathom.Validation;

/// <summary>
/// Stepwise multiple testing (StepM; Romano and Wolf 2005) with Hansen's consistent recentring: which models beat the benchmark, at a bound on the
/// chance that even one of them does not?
/// </summary>
public sealed record StepwiseMultipleTest
{
    /// <summary>Largest chance of naming any model wrongly. Default 0.05.</summary>
    public double Size
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The size lies strictly between 0 and 1; 0.05 and 0.10 are usual.");
    } = 0.05;

    /// <summary>Bootstrap replications, at least 100. Default 10,000.</summary>
    public int Replications { get; init; } = 10_000;

    /// <summary>Mean block length in observations; null, the default, takes the root of the number of observations.</summary>
    public double? MeanBlockLength { get; init; }

    /// <summary>Seed of the bootstrap. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Numbers, from 0, of the models that beat the benchmark.</summary>
    /// <param name="benchmark">Loss of the benchmark per observation, in order of time; at least 10.</param>
    /// <param name="models">Losses of the models, each as long as the benchmark's.</param>
    /// <exception cref="ArgumentException">Lengths differ or a loss is not finite.</exception>
    public int[] Superior(double[] benchmark, IReadOnlyList<double[]> models)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Replications, 100, nameof(Replications));
        LossSet set = LossSet.FromLosses(benchmark, models);
        double[] deviations = Array.ConvertAll(set.StationaryVariances(1 / (MeanBlockLength ?? Math.Sqrt(set.Observations))), Math.Sqrt);
        double[][] resampled = set.CentredMeans(MeanBlockLength, Seed, Replications);
        double root = Math.Sqrt(set.Observations), threshold = -Math.Sqrt(2 * Math.Log(Math.Log(set.Observations)));
        List<int> open = [.. Enumerable.Range(0, set.Models).Where(k => deviations[k] > 0)], superior = [];
        var largest = new double[Replications];
        while (open.Count > 0)
        {
            Array.Fill(largest, double.NegativeInfinity);
            foreach (int k in open)
            {
                double score = root * set.Means[k] / deviations[k];
                double shift = score >= threshold ? 0 : score;
                for (int r = 0; r < Replications; r++)
                    largest[r] = Math.Max(largest[r], root * resampled[k][r] / deviations[k] + shift);
            }

            Array.Sort(largest);
            double critical = Math.Max(0, SpanMath.Quantile(largest, 1 - Size));
            int[] better = [.. open.Where(k => root * set.Means[k] / deviations[k] > critical)];
            if (better.Length == 0)
                break;
            superior.AddRange(better);
            open.RemoveAll(better.Contains);
        }

        return [.. superior.Order()];
    }
}
