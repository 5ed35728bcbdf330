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

    /// <exception cref="ArgumentException">A sum of derivatives is not finite.</exception>
    internal static void CheckFinite(double gradientSum, double hessianSum, int round)
    {
        if (!double.IsFinite(gradientSum) || !double.IsFinite(hessianSum))
        {
            throw new ArgumentException(
                $"The derivatives of round {round + 1} overflow single precision. Rescale the labels, or take a loss that bounds them.");
        }
    }

    /// <summary>Label minus score of the listed rows, for objectives with one output.</summary>
    internal double[] Residuals(ReadOnlySpan<int> rows)
    {
        var residuals = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            residuals[i] = _data.Labels[rows[i]] - Scores[rows[i]];
        return residuals;
    }

    /// <summary>The weights of the listed rows; empty for equal weights.</summary>
    internal float[] Weights(ReadOnlySpan<int> rows)
    {
        if (_data.Weights is not { } weights)
            return [];
        var listed = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            listed[i] = weights[rows[i]];
        return listed;
    }

    /// <summary>The mean training loss of the current scores.</summary>
    internal double Loss()
    {
        double loss = _workers.SumRows(_data.Labels.Length, 10 * _outputs, (start, end) =>
            _objective.TotalLoss(_data.Labels.AsSpan(start, end - start), _data.Weights is { } weights ? weights.AsSpan(start, end - start) : default, Scores.AsSpan(start * _outputs, (end - start) * _outputs)));
        return loss / (_data.Weights?.Sum(weight => (double)weight) ?? _data.Labels.Length);
    }
}
