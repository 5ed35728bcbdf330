namespace Fathom.Trees;

/// <summary>Chooses rows by the size of their gradients and scales up the derivatives of those that stand for others.</summary>
internal sealed class GossSampler(GossRows sampling, RoundGradients gradients, RowChooser chooser, int rows, int outputs, Workers workers)
{
    private readonly GradientSizes _sizes = new(rows, workers);

    /// <summary>The chosen rows, ascending.</summary>
    internal int[] Draw(CounterHash random)
    {
        _sizes.Measure(SizeOf);
        uint threshold = _sizes.Reached((long)Math.Ceiling(sampling.TopFraction * rows));
        double others = Math.Min(1, sampling.OtherFraction / (1 - sampling.TopFraction));
        return chooser.Choose(row =>
        {
            if (_sizes.KeyOf(row) >= threshold)
                return true;
            if (random.UniformAt(row) >= others)
                return false;
            gradients.Scale(row, (float)(1 / others));
            return true;
        });
    }

    private float SizeOf(int row)
    {
        float size = 0;
        foreach (float gradient in gradients.Gradients.AsSpan(row * outputs, outputs))
            size += Math.Abs(gradient);
        return size;
    }
}
