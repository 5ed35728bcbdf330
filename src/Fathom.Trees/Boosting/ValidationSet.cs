namespace Fathom.Trees;

/// <summary>Rows held out of training whose scores follow the model round by round.</summary>
internal sealed class ValidationSet
{
    private readonly BoostingData _data;
    private readonly IObjective _objective;
    private readonly TargetSet _targets;
    private readonly ScoredRows _rows;
    private readonly Workers _workers;

    internal ValidationSet(BoostingData data, FeatureSchema schema, IObjective objective, double[] baseScores, Workers workers)
    {
        _data = data;
        _objective = objective;
        _workers = workers;
        _targets = new(data.Labels.Values.ToArray(), data.Weights, data.Groups);
        var scores = new double[_targets.Rows * baseScores.Length];
        StartScores.Fill(scores, baseScores, data.BaseMargin);
        _rows = new(schema.Encode(data.Features), scores, workers);
    }

    internal void Add(Tree tree, int output) => _rows.Add(tree, output, _objective.Outputs);

    /// <summary>The mean loss of the current scores.</summary>
    internal double Loss() => SetLoss.Mean(_objective, _targets, _rows.Scores, _workers);

    /// <summary>A metric of the current scores' predictions.</summary>
    internal double Measure(IBoostingMetric metric)
    {
        double value = metric.Measure(_data, SetLoss.Predictions(_objective, _rows.Scores));
        return !double.IsNaN(value) ? value : throw new InvalidOperationException($"The metric '{metric.Name}' is not a number on the validation rows.");
    }
}
