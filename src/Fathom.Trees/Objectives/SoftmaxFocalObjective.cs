namespace Fathom.Trees;

/// <summary>
/// −(1 − p)^γ·log p, where p is the softmax probability of the row's own class: the loss of Lin et al. 2017 (section 3.2) for any number of classes, one score each.
/// </summary>
/// <remarks>
/// With A = (1 − p)^γ − γ·p·(1 − p)^(γ−1)·log p the slope by the score of class j is A·(pⱼ − [j is the own class]). The second derivative is twice that of the
/// loss by the score alone, as <see cref="SoftmaxObjective"/> has it. The loss is not convex: where the second derivative falls below (1 − p)^γ·pⱼ·(1 − pⱼ),
/// that of the factor held fixed, this takes its place.
/// </remarks>
internal sealed class SoftmaxFocalObjective : IObjective
{
    internal const string Kind = "softmax focal";
    private const double SmallestHessian = 1e-16;

    private readonly double _gamma;
    private readonly SoftmaxObjective _softmax;

    internal SoftmaxFocalObjective(int classes, double gamma)
    {
        if (classes < 2)
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "There are at least 2 classes.");
        if (!(gamma >= 0 && double.IsFinite(gamma)))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "The focusing parameter γ is a finite number from 0.");
        _gamma = gamma;
        _softmax = new(classes);
        Name = ObjectiveNames.With(Kind, gamma);
    }

    public string Name { get; }

    public int Outputs => _softmax.Outputs;

    public void CheckLabels(ReadOnlySpan<double> labels) => _softmax.CheckLabels(labels);

    /// <summary>
    /// The least constant loss. The loss is convex in p, so the classes' shares times its slopes are equal there: the common value is found by bisection,
    /// and so is each probability below it.
    /// </summary>
    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        _softmax.InitialScores(labels, weights, scores);
        Span<double> logShares = Outputs <= 64 ? stackalloc double[Outputs] : new double[Outputs];
        scores.CopyTo(logShares);
        double low = -60, high = 60;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2, total = 0;
            foreach (double logShare in logShares)
                total += Math.Exp(LogProbability(middle - logShare));
            (low, high) = total > 1 ? (middle, high) : (low, middle);
        }
        for (int output = 0; output < scores.Length; output++)
            scores[output] = LogProbability((low + high) / 2 - logShares[output]);
    }

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        int classes = Outputs;
        Span<double> probabilities = classes <= 64 ? stackalloc double[classes] : new double[classes];
        for (int row = 0; row < labels.Length; row++)
        {
            int start = row * classes, label = (int)labels[row];
            scores.Slice(start, classes).CopyTo(probabilities);
            (double logOwn, double other) = Probabilities(probabilities, label);
            double own = probabilities[label], factor = Math.Pow(other, _gamma), ratio = Ratio(logOwn, other);
            double slope = factor * (1 - _gamma * own * ratio);
            double bend = _gamma * factor * own * ((_gamma - 1) * own * ratio - 2 - logOwn);
            for (int output = 0; output < classes; output++)
            {
                double probability = probabilities[output], rest = output == label ? other : 1 - probability;
                double error = output == label ? -other : probability;
                double fixedFactor = probability * rest;
                double squared = output == label ? other : other > 0 ? probability * (probability / other) : 0;
                gradients[start + output] = (float)(slope * error);
                hessians[start + output] = (float)Math.Max(2 * Math.Max(slope * fixedFactor - bend * squared, factor * fixedFactor), SmallestHessian);
            }
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        int classes = Outputs;
        Span<double> probabilities = classes <= 64 ? stackalloc double[classes] : new double[classes];
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            scores.Slice(row * classes, classes).CopyTo(probabilities);
            (double logOwn, double other) = Probabilities(probabilities, (int)labels[row]);
            sum -= (weights.IsEmpty ? 1 : weights[row]) * Math.Pow(other, _gamma) * logOwn;
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores) => _softmax.ToPrediction(scores);

    /// <summary>Turns scores into probabilities; returns log p and 1 − p of the own class, without cancellation.</summary>
    private static (double LogOwn, double Other) Probabilities(Span<double> scores, int label)
    {
        double highest = scores[0];
        foreach (double score in scores)
            highest = Math.Max(highest, score);
        double logOwn = scores[label] - highest, total = 0, other = 0;
        for (int output = 0; output < scores.Length; output++)
        {
            scores[output] = Math.Exp(scores[output] - highest);
            total += scores[output];
            if (output != label)
                other += scores[output];
        }
        for (int output = 0; output < scores.Length; output++)
            scores[output] /= total;
        other /= total;
        return (other < SmallOther ? -other : logOwn - Math.Log(total), other);
    }

    /// <summary>Below, log(1 − x) is −x to double precision of what it is added to.</summary>
    private const double SmallOther = 1e-8;

    /// <summary>log p / (1 − p), which tends to −1 where p tends to 1.</summary>
    private static double Ratio(double logOwn, double other) => other < SmallOther ? -1 : logOwn / other;

    /// <summary>log p where the slope of the loss by p is −e^<paramref name="logSlope"/>; 0 where no p is as flat.</summary>
    private double LogProbability(double logSlope)
    {
        double low = -120, high = 0;
        for (int step = 0; step < 64; step++)
        {
            double middle = (low + high) / 2, other = -double.ExpM1(middle);
            double slope = _gamma * Math.Log(other) + Math.Log(Math.Exp(-middle) - _gamma * Ratio(middle, other));
            (low, high) = slope > logSlope ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }
}
