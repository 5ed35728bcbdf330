using Fathom.Losses;

namespace Fathom.Metrics;

/// <summary>The accuracy that fits, chosen as Keras does for the text <c>"accuracy"</c>, see <see cref="Metric.Accuracy"/>.</summary>
internal sealed class AccuracyByShape : Metric
{
    public override string Name { get; init; } = "accuracy";

    internal override string KerasText => Name;

    public override MetricState Start(Shape output, Loss? loss)
    {
        string who = $"Metric '{Name}'";
        double threshold = loss?.TakesLogits == true ? 0 : 0.5;
        // Only with the first batch are the targets' axes known.
        return new MeanMetricState(
            (target, prediction) => prediction.shape[^1] == 1
                ? prediction.gt(threshold).eq(TargetAlignment.Align(target, prediction, who))
                : prediction.argmax(-1).eq(TargetAlignment.HoldsClassNumbers(target, prediction)
                    ? TargetAlignment.ClassNumbers(target, prediction, who)
                    : TargetAlignment.Align(target, prediction, who).argmax(-1)),
            small: (target, prediction) => prediction.shape[^1] == 1 ? SmallMeans.OnSide(target, prediction, (float)threshold)
                : TargetAlignment.HoldsClassNumbers(target, prediction) ? SmallMeans.IsGreatest(target, prediction) : null);
    }
}
