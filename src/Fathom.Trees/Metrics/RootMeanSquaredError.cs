namespace Fathom.Trees;

internal sealed class RootMeanSquaredError : IBoostingMetric
{
    public string Name => "root mean squared error";

    public bool HigherIsBetter => false;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions) =>
        Math.Sqrt(RowMean.Of(data, predictions, (label, own) => (label - own[0]) * (label - own[0])));
}
