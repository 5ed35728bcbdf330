namespace Fathom.Trees;

/// <summary>What the losses with a logarithmic link share.</summary>
internal static class LogMean
{
    /// <summary>The logarithm of the weighted mean: the constant that minimises Poisson, Tweedie and gamma losses.</summary>
    /// <exception cref="ArgumentException">The mean is 0.</exception>
    internal static double Of(ReadOnlySpan<double> labels, ReadOnlySpan<float> weights)
    {
        double mean = WeightedMean.Of(labels, weights);
        return mean > 0 ? Math.Log(mean) : throw new ArgumentException("All labels that have weight are 0: their mean has no logarithm.");
    }

    /// <summary>Refuses negative labels.</summary>
    /// <exception cref="ArgumentException">A label is negative, or all are 0.</exception>
    internal static void CheckNotNegative(ReadOnlySpan<double> labels, string loss, string what)
    {
        double total = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0)
                throw new ArgumentException($"Label {row} is {labels[row]}; the {loss} loss takes {what} from 0.");
            total += labels[row];
        }
        if (total == 0)
            throw new ArgumentException("All labels are 0: their mean has no logarithm.");
    }
}
