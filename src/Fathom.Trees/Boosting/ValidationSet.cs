namespace Fathom.Trees;

/// <summary>Rows held out of training whose scores follow the model round by round.</summary>
internal sealed class ValidationSet
{
    private readonly IObjective _objective;
    private readonly float[][] _columns;
    private readonly double[] _labels;
    private readonly double[] _scores;
    private readonly Workers _workers;

    internal ValidationSet((Features Features, Labels Labels) rows, FeatureSchema schema, IObjective objective, double[] baseScores, Workers workers)
    {
        _objective = objective;
        _workers = workers;
        _labels = rows.Labels.Values.ToArray();
        objective.CheckLabels(_labels);
        _columns = schema.Encode(rows.Features);
        _scores = new double[_labels.Length * baseScores.Length];
        for (int i = 0; i < _scores.Length; i++)
            _scores[i] = baseScores[i % baseScores.Length];
    }

    internal void Add(Tree tree, int output)
    {
        int outputs = _objective.Outputs;
        var compiled = new CompiledTrees([tree]);
        _workers.ForRows(_labels.Length, 10, (start, end) =>
            compiled.AddTo(_columns, start, _scores.AsSpan(start * outputs, (end - start) * outputs), output, outputs));
    }

    /// <summary>The mean loss of the current scores.</summary>
    internal double Loss()
    {
        int outputs = _objective.Outputs;
        return _workers.SumRows(_labels.Length, 10 * outputs, (start, end) =>
            _objective.TotalLoss(_labels.AsSpan(start, end - start), default, _scores.AsSpan(start * outputs, (end - start) * outputs))) / _labels.Length;
    }
}
