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
        StartScores.Fill(Scores, baseScores, data.BaseMargin);
    }

    internal double[] Scores { get; }

    internal float[] Gradients { get; }

    internal float[] Hessians { get; }

    /// <summary>Multiplies a row's derivatives, of all outputs.</summary>
    internal void Scale(int row, float factor)
    {
        for (int at = row * _outputs; at < (row + 1) * _outputs; at++)
        {
            Gradients[at] *= factor;
            Hessians[at] *= factor;
        }
    }

    /// <summary>Takes the derivatives at the current scores.</summary>
    internal void Update()
    {
        if (_objective is ISetObjective whole)
            whole.Derivatives(_data.Targets, Scores, Gradients, Hessians, _workers);
        else
            UpdateRows();
    }

    private void UpdateRows() => _workers.ForRows(_data.Labels.Length, 10 * _outputs, (start, end) =>
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

    /// <summary>Label minus the score of an output, of the listed rows.</summary>
    internal double[] Residuals(ReadOnlySpan<int> rows, int output)
    {
        var residuals = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            residuals[i] = _data.Labels[rows[i]] - Scores[rows[i] * _outputs + output];
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
    internal double Loss() => SetLoss.Mean(_objective, _data.Targets, Scores, _workers);
}
