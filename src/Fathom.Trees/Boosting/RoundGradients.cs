namespace Fathom.Trees;

/// <summary>The training rows' scores and, anew each round, their derivatives with the weights multiplied in. Row-major, one per output.</summary>
internal sealed class RoundGradients
{
    private readonly IObjective _objective;
    private readonly TrainingData _data;
    private readonly Workers _workers;
    private readonly int _outputs;

    internal RoundGradients(TrainingData data, IObjective objective, double[] baseScores, Workers workers)
    {
        _data = data;
        _objective = objective;
        _workers = workers;
        _outputs = objective.Outputs;
        Scores = new double[data.Labels.Length * _outputs];
        Gradients = new float[Scores.Length];
        Hessians = new float[Scores.Length];
        for (int i = 0; i < Scores.Length; i++)
            Scores[i] = baseScores[i % _outputs];
    }

    internal double[] Scores { get; }

    internal float[] Gradients { get; }

    internal float[] Hessians { get; }

    /// <summary>Takes the derivatives at the current scores.</summary>
    internal void Update() => _workers.ForRows(_data.Labels.Length, 10 * _outputs, (start, end) =>
    {
        int from = start * _outputs, length = (end - start) * _outputs;
        Span<float> gradients = Gradients.AsSpan(from, length), hessians = Hessians.AsSpan(from, length);
        _objective.Derivatives(_data.Labels.AsSpan(start, end - start), Scores.AsSpan(from, length), gradients, hessians);
        if (_data.Weights is not { } weights)
            return;
        for (int i = 0; i < length; i++)
        {
            float weight = weights[start + i / _outputs];
            gradients[i] *= weight;
            hessians[i] *= weight;
        }
    });

    /// <summary>The mean training loss of the current scores.</summary>
    internal double Loss()
    {
        ReadOnlySpan<float> Weights(int start, int end) => _data.Weights is { } weights ? weights.AsSpan(start, end - start) : default;
        double loss = _workers.SumRows(_data.Labels.Length, 10 * _outputs, (start, end) =>
            _objective.TotalLoss(_data.Labels.AsSpan(start, end - start), Weights(start, end), Scores.AsSpan(start * _outputs, (end - start) * _outputs)));
        return loss / (_data.Weights?.Sum(weight => (double)weight) ?? _data.Labels.Length);
    }
}
