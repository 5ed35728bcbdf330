namespace Fathom.Trees;

/// <summary>Chooses rows with probabilities in proportion to their derivatives, and scales these up in return.</summary>
internal sealed class MvsSampler(MvsRows sampling, RoundGradients gradients, RowChooser chooser, int rows, int outputs, Workers workers)
{
    private readonly GradientSizes _sizes = new(rows, workers);

    /// <summary>The chosen rows, ascending.</summary>
    internal int[] Draw(CounterHash random)
    {
        _sizes.Measure(SizeOf);
        double threshold = _sizes.Threshold(sampling.Fraction * rows);
        return chooser.Choose(row =>
        {
            double probability = Math.Min(1, SizeOf(row) / threshold);
            if (random.UniformAt(row) >= probability)
                return false;
            gradients.Scale(row, (float)(1 / probability));
            return true;
        });
    }

    private float SizeOf(int row)
    {
        double sum = 0;
        for (int at = row * outputs; at < (row + 1) * outputs; at++)
            sum += (double)gradients.Gradients[at] * gradients.Gradients[at] + sampling.Regularization * gradients.Hessians[at] * gradients.Hessians[at];
        return (float)Math.Sqrt(sum);
    }
}
