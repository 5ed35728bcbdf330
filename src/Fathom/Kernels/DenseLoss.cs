namespace Fathom.Kernels;

/// <summary>A loss, and its derivative by what the last layer's sums or values are.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Delta">Where Huber's loss turns straight.</param>
/// <param name="Clip">How far probabilities are kept from 0 and 1; 0 for logits.</param>
internal readonly record struct DenseLoss(DenseLossKind Kind, float Delta = 1, float Clip = 0)
{
    /// <summary>Whether the gradient is that of the last layer's sums, its activation being part of the loss.</summary>
    public bool TakesSums => Kind is DenseLossKind.BinaryCrossentropy or DenseLossKind.SparseCategoricalCrossentropy;

    /// <summary>The numbers per target.</summary>
    public int Targets(int outputs) => Kind == DenseLossKind.SparseCategoricalCrossentropy ? 1 : outputs;

    /// <summary>The loss of one sample, summed over its outputs; what the last layer gave is changed into predictions.</summary>
    /// <param name="values">The last layer's values, or for cross-entropies its sums.</param>
    /// <param name="targets">The sample's targets.</param>
    /// <param name="gradients">Receives the derivatives times <paramref name="factor"/>.</param>
    /// <param name="factor">The sample's share of the mean.</param>
    public double Evaluate(Span<float> values, ReadOnlySpan<float> targets, Span<float> gradients, float factor)
    {
        double sum = 0;
        switch (Kind)
        {
            case DenseLossKind.SquaredError:
                for (int i = 0; i < values.Length; i++)
                {
                    float error = values[i] - targets[i];
                    sum += (double)error * error;
                    gradients[i] = 2 * factor * error;
                }
                return sum;
            case DenseLossKind.AbsoluteError:
                for (int i = 0; i < values.Length; i++)
                {
                    float error = values[i] - targets[i];
                    sum += Math.Abs(error);
                    gradients[i] = error > 0 ? factor : error < 0 ? -factor : 0 * error;
                }
                return sum;
            case DenseLossKind.Huber:
                for (int i = 0; i < values.Length; i++)
                {
                    float error = values[i] - targets[i], size = Math.Abs(error);
                    sum += size <= Delta ? 0.5 * error * error : Delta * (size - 0.5 * Delta);
                    gradients[i] = factor * (size <= Delta ? error : error > 0 ? Delta : error < 0 ? -Delta : error);
                }
                return sum;
            case DenseLossKind.BinaryCrossentropy:
                for (int i = 0; i < values.Length; i++) sum += Binary(ref values[i], targets[i], out gradients[i], factor);
                return sum;
            default:
                return Categorical(values, (int)targets[0], gradients, factor);
        }
    }

    private double Binary(ref float value, float target, out float gradient, float factor)
    {
        double sum = value, probability = 1 / (1 + Math.Exp(-sum));
        if (Clip == 0)
        {
            gradient = factor * (float)(probability - target);
            return Math.Max(sum, 0) - sum * target + Math.Log(1 + Math.Exp(-Math.Abs(sum)));
        }
        value = (float)probability;
        double kept = Math.Clamp(probability, Clip, 1 - (double)Clip);
        // Where the probability is cut, nothing can be learned.
        gradient = kept == probability || double.IsNaN(probability) ? factor * (float)(probability - target) : 0;
        return -target * Math.Log(kept) - (1 - target) * Math.Log(1 - kept);
    }

    private double Categorical(Span<float> values, int target, Span<float> gradients, float factor)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in values) largest = Math.Max(largest, value);
        double total = 0;
        foreach (float value in values) total += Math.Exp(value - largest);
        double logarithm = values[target] - largest - Math.Log(total);
        double kept = Clip == 0 ? logarithm : Math.Clamp(logarithm, Math.Log(Clip), Math.Log(1 - (double)Clip));
        float reach = kept == logarithm || double.IsNaN(logarithm) ? factor : 0;
        for (int i = 0; i < values.Length; i++)
        {
            float probability = (float)(Math.Exp(values[i] - largest) / total);
            gradients[i] = reach * (i == target ? probability - 1 : probability);
            if (Clip != 0) values[i] = probability;
        }
        return -kept;
    }
}
