namespace Fathom.Validation;

/// <summary>
/// Model confidence set (Hansen, Lunde and Nason 2011): the models that hold the best one with a given confidence. The worst model is dropped while
/// the range statistic T_R says that the rest are not equally good; there is no benchmark.
/// </summary>
public sealed record ModelConfidenceSet
{
    /// <summary>1 − confidence. Default 0.10.</summary>
    public double Size
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The size lies strictly between 0 and 1; 0.05 and 0.10 are usual.");
    } = 0.10;

    /// <summary>Bootstrap replications, at least 100. Default 10,000.</summary>
    public int Replications { get; init; } = 10_000;

    /// <summary>Mean block length in observations; null, the default, takes the root of the number of observations.</summary>
    public double? MeanBlockLength { get; init; }

    /// <summary>Seed of the bootstrap. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Runs the procedure down to one model.</summary>
    /// <param name="losses">Per model, one loss per observation, in order of time; at least two models and 10 observations.</param>
    /// <exception cref="ArgumentException">Lengths differ or a loss is not finite.</exception>
    public ModelConfidenceSetResult Run(IReadOnlyList<double[]> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentOutOfRangeException.ThrowIfLessThan(Replications, 100, nameof(Replications));
        if (losses.Count < 2)
            throw new ArgumentException("A confidence set needs at least two models.", nameof(losses));
        LossSet set = LossSet.FromLosses(new double[losses[0].Length], losses);
        double[][] resampled = set.CentredMeans(MeanBlockLength, Seed, Replications);
        double[,] deviations = PairDeviations(resampled);

        var pValues = new double[losses.Count];
        List<int> open = [.. Enumerable.Range(0, losses.Count)];
        double running = 0;
        while (open.Count > 1)
        {
            (double statistic, int worst) = Range(set.Means, deviations, open);
            running = Math.Max(running, ShareAbove(statistic, resampled, deviations, open));
            pValues[worst] = running;
            open.Remove(worst);
        }

        pValues[open[0]] = 1;
        return new ModelConfidenceSetResult(pValues, [.. Enumerable.Range(0, pValues.Length).Where(k => pValues[k] > Size)], Size);
    }

    private static double[,] PairDeviations(double[][] resampled)
    {
        int models = resampled.Length;
        var deviations = new double[models, models];
        for (int i = 0; i < models; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double squares = 0;
                for (int r = 0; r < resampled[i].Length; r++)
                    squares += (resampled[i][r] - resampled[j][r]) * (resampled[i][r] - resampled[j][r]);
                deviations[i, j] = deviations[j, i] = Math.Sqrt(squares / resampled[i].Length);
            }
        }

        return deviations;
    }

    /// <summary>The largest studentized difference, and the model that is worst by it. Gains are negative losses, so the worst lies below.</summary>
    private static (double Statistic, int Worst) Range(double[] gains, double[,] deviations, List<int> open)
    {
        double largest = -1;
        int worst = open[^1];
        foreach (int i in open)
        {
            foreach (int j in open)
            {
                double t = deviations[i, j] > 0 ? (gains[j] - gains[i]) / deviations[i, j] : 0;
                if (t > largest)
                    (largest, worst) = (t, i);
            }
        }

        return (largest, worst);
    }

    private static double ShareAbove(double statistic, double[][] resampled, double[,] deviations, List<int> open)
    {
        int above = 0, replications = resampled[0].Length;
        for (int r = 0; r < replications; r++)
        {
            double largest = 0;
            for (int a = 1; a < open.Count; a++)
            {
                for (int b = 0; b < a; b++)
                {
                    double deviation = deviations[open[a], open[b]];
                    if (deviation > 0)
                        largest = Math.Max(largest, Math.Abs(resampled[open[a]][r] - resampled[open[b]][r]) / deviation);
                }
            }

            above += largest > statistic || statistic <= 0 ? 1 : 0;
        }

        return (double)above / replications;
    }
}
