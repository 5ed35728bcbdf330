namespace Fathom.Trees;

internal sealed class MeanAbsoluteError : IBoostingMetric
{
    public string Name => "mean absolute error";

    public bool HigherIsBetter => false;

    public double Measure(BoostingData data, ReadOnlySpan<double> predictions) =>
        RowMean.Of(data, predictions, (label, own) => Math.Abs(label - own[0]));
}
