namespace Fathom.Trees;

/// <summary>
/// The negative log likelihood of a Tweedie distribution of mean e^score and variance power ρ, without the terms that do not depend on the score:
/// −label·e^((1−ρ)·score)/(1 − ρ) + e^((2−ρ)·score)/(2 − ρ). As in XGBoost and LightGBM.
/// </summary>
internal sealed class TweedieObjective : IObjective
{
    private readonly double _toPoisson;
    private readonly double _toGamma;

    internal TweedieObjective(double variancePower)
    {
        if (!(variancePower is > 1 and < 2))
            throw new ArgumentOutOfRangeException(nameof(variancePower), variancePower, "The variance power lies in (1, 2), between Poisson and gamma.");
        _toPoisson = 1 - variancePower;
        _toGamma = 2 - variancePower;
        Name = ObjectiveNames.With("tweedie", variancePower);
    }

    public string Name { get; }

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels) => LogMean.CheckNotNegative(labels, "Tweedie", "amounts");

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores) =>
        scores[0] = LogMean.Of(labels, weights);

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            double pull = labels[row] * Math.Exp(_toPoisson * scores[row]), push = Math.Exp(_toGamma * scores[row]);
            gradients[row] = (float)(push - pull);
            hessians[row] = (float)(_toGamma * push - _toPoisson * pull);
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double loss = Math.Exp(_toGamma * scores[row]) / _toGamma - labels[row] * Math.Exp(_toPoisson * scores[row]) / _toPoisson;
            sum += (weights.IsEmpty ? 1 : weights[row]) * loss;
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[0] = Math.Exp(scores[0]);
}
