namespace Fathom.Trees;

/// <summary>
/// −(1 − p)^γ·log p, where p is the probability of the row's own class, 1/(1 + e^∓score) (Lin et al. 2017): rows that are easy already count less.
/// </summary>
/// <remarks>
/// The loss is not convex: where a row is far on the wrong side its second derivative is negative. It is then replaced by that of the logistic loss
/// times (1 − p)^γ, which is the second derivative when the factor is held fixed.
/// </remarks>
internal sealed class FocalObjective : IObjective
{
    private readonly double _gamma;

    internal FocalObjective(double gamma)
    {
        if (!(gamma >= 0 && double.IsFinite(gamma)))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "The focusing parameter γ is a finite number from 0.");
        _gamma = gamma;
        Name = ObjectiveNames.With("focal", gamma);
    }

    public string Name { get; }

    public int Outputs => 1;

    public void CheckLabels(ReadOnlySpan<double> labels) => LogisticObjective.CheckTwoClasses(labels);

    /// <summary>The zero of the slope, which rises through it once, by bisection.</summary>
    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        double share = Math.Clamp(WeightedMean.Of(labels, weights), ClassPriors.Smallest, 1 - ClassPriors.Smallest), low = -40, high = 40;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            double slope = share * Of(middle).Slope - (1 - share) * Of(-middle).Slope;
            (low, high) = slope > 0 ? (low, middle) : (middle, high);
        }
        scores[0] = (low + high) / 2;
    }

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            double sign = labels[row] > 0 ? 1 : -1;
            (double slope, double curvature) = Of(sign * scores[row]);
            gradients[row] = (float)(sign * slope);
            hessians[row] = (float)curvature;
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            (double logOwn, double other) = Probabilities(labels[row] > 0 ? scores[row] : -scores[row]);
            sum -= (weights.IsEmpty ? 1 : weights[row]) * Math.Pow(other, _gamma) * logOwn;
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores) => scores[0] = 1 / (1 + Math.Exp(-scores[0]));

    /// <summary>The first and the positive second derivative by the score in favour of the row's own class.</summary>
    private (double Slope, double Curvature) Of(double score)
    {
        (double logOwn, double other) = Probabilities(score);
        double own = 1 - other, factor = Math.Pow(other, _gamma);
        double slope = factor * (_gamma * own * logOwn - other);
        double curvature = own * factor * (other * (_gamma * logOwn + _gamma + 1) - _gamma * (_gamma * own * logOwn - other));
        return (slope, Math.Max(curvature, factor * own * other));
    }

    /// <summary>log p and 1 − p, without cancellation.</summary>
    private static (double LogOwn, double Other) Probabilities(double score)
    {
        double small = Math.Exp(-Math.Abs(score));
        double logOwn = Math.Min(score, 0) - Math.Log(1 + small);
        return (logOwn, score > 0 ? small / (1 + small) : 1 / (1 + small));
    }
}
