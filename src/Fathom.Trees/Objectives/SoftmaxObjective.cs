namespace Fathom.Trees;

/// <summary>
/// The negative log likelihood of a class under softmax probabilities, one score per class.
/// The second derivative is 2p(1−p), the diagonal bound that XGBoost uses.
/// </summary>
internal sealed class SoftmaxObjective(int classes) : IObjective
{
    private const double SmallestHessian = 1e-16;

    public string Name => "softmax";

    public int Outputs => classes;

    public void CheckLabels(ReadOnlySpan<double> labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= classes || labels[row] != Math.Floor(labels[row]))
                throw new ArgumentException($"Label {row} is {labels[row]}; {classes} classes are numbered 0 to {classes - 1}.");
        }
    }

    public void InitialScores(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, Span<double> scores)
    {
        scores.Clear();
        double total = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            scores[(int)labels[row]] += weight;
            total += weight;
        }
        for (int output = 0; output < classes; output++)
            scores[output] = Math.Log(Math.Max(scores[output] / total, ClassPriors.Smallest));
    }

    public void Derivatives(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<float> gradients, Span<float> hessians)
    {
        Span<double> probabilities = classes <= 64 ? stackalloc double[classes] : new double[classes];
        for (int row = 0; row < labels.Length; row++)
        {
            int start = row * classes, label = (int)labels[row];
            scores.Slice(start, classes).CopyTo(probabilities);
            ToPrediction(probabilities);
            for (int output = 0; output < classes; output++)
            {
                double probability = probabilities[output];
                gradients[start + output] = (float)(output == label ? probability - 1 : probability);
                hessians[start + output] = (float)Math.Max(2 * probability * (1 - probability), SmallestHessian);
            }
        }
    }

    public double TotalLoss(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = scores.Slice(row * classes, classes);
            double highest = own[0];
            foreach (double score in own)
                highest = Math.Max(highest, score);
            double normalizer = 0;
            foreach (double score in own)
                normalizer += Math.Exp(score - highest);
            sum += (weights.IsEmpty ? 1 : weights[row]) * (highest + Math.Log(normalizer) - own[(int)labels[row]]);
        }
        return sum;
    }

    public void ToPrediction(Span<double> scores)
    {
        double highest = scores[0];
        foreach (double score in scores)
            highest = Math.Max(highest, score);
        double total = 0;
        for (int output = 0; output < scores.Length; output++)
            total += scores[output] = Math.Exp(scores[output] - highest);
        for (int output = 0; output < scores.Length; output++)
            scores[output] /= total;
    }
}
