namespace Fathom.Trees;

/// <summary>
/// Harrell's C (Harrell, Lee &amp; Mark 1996): a pair can be compared where the earlier time is that of a failure, or, at equal times, where one row failed and the other
/// was censored. Quadratic in the failures' number of later rows.
/// </summary>
internal sealed class Concordance : IBoostingMetric
{
    public string Name => "concordance";

    public bool HigherIsBetter => true;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions)
    {
        ReadOnlySpan<double> times = data.Labels.Values;
        double concordant = 0, comparable = 0;
        for (int failed = 0; failed < times.Length; failed++)
        {
            if (times[failed] < 0)
                continue;
            for (int other = 0; other < times.Length; other++)
            {
                double time = Math.Abs(times[other]);
                if (time < times[failed] || (time == times[failed] && times[other] > 0))
                    continue;
                double weight = (data.Weights?[failed] ?? 1) * (double)(data.Weights?[other] ?? 1);
                comparable += weight;
                concordant += weight * (predictions[failed] > predictions[other] ? 1 : predictions[failed] == predictions[other] ? 0.5 : 0);
            }
        }
        return comparable > 0 ? concordant / comparable : 0.5;
    }
}
