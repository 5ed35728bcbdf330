namespace Fathom.Trees;

internal sealed class ErrorRateMetric : IBoostingMetric
{
    public string Name => "error rate";

    public bool HigherIsBetter => false;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions) =>
        RowMean.Of(data, predictions, (label, own) => MostProbable(own) == (int)label ? 0 : 1);

    private static int MostProbable(ReadOnlySpan<double> probabilities)
    {
        if (probabilities.Length == 1)
            return probabilities[0] > 0.5 ? 1 : 0;
        int best = 0;
        for (int candidate = 1; candidate < probabilities.Length; candidate++)
            best = probabilities[candidate] > probabilities[best] ? candidate : best;
        return best;
    }
}
