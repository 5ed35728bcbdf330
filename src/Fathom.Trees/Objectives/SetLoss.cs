namespace Fathom.Trees;

/// <summary>Losses and predictions of a whole set of rows.</summary>
internal static class SetLoss
{
    /// <summary>The weighted mean loss of a set's scores.</summary>
    internal static double Mean(IObjective objective, TargetSet targets, double[] scores, Workers workers)
    {
        if (objective is ISetObjective whole)
            return whole.MeanLoss(targets, scores, workers);
        int outputs = objective.Outputs;
        double loss = workers.SumRows(targets.Rows, 10 * outputs, (start, end) => objective.TotalLoss(
            targets.Labels.AsSpan(start, end - start),
            targets.Weights is { } weights ? weights.AsSpan(start, end - start) : default,
            scores.AsSpan(start * outputs, (end - start) * outputs)));
        return loss / (targets.Weights?.Sum(weight => (double)weight) ?? targets.Rows);
    }

    /// <summary>The predictions that a set's raw scores stand for.</summary>
    internal static double[] Predictions(IObjective objective, double[] scores)
    {
        double[] predictions = [.. scores];
        for (int start = 0; start < predictions.Length; start += objective.Outputs)
            objective.ToPrediction(predictions.AsSpan(start, objective.Outputs));
        return predictions;
    }
}
