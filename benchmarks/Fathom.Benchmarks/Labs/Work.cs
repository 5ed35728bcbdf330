namespace Fathom.Benchmarks.Labs;

/// <summary>
/// Multiplications and additions of products, forward and back: once forward, once for the gradient of the weights, and once for that of the input, which a first
/// layer on numbers does without.
/// </summary>
internal static class Work
{
    /// <summary>A product of (rows, inputs) and (inputs, outputs): of a layer of units, or of filters, whose inputs are a window's numbers.</summary>
    public static double Product(double rows, double inputs, double outputs, bool isFirst = false) => 2 * rows * inputs * outputs * (isFirst ? 2 : 3);

    /// <summary>A recurrent layer; the gradient of the state is always wanted.</summary>
    public static double Recurrent(double rows, int steps, int gates, int inputs, int units, bool isFirst = false) =>
        Product(rows * steps, inputs, gates * units, isFirst) + Product(rows * steps, units, gates * units);

    /// <summary>Scores and weighted sums of attention in all heads, width numbers in all.</summary>
    public static double Attention(double rows, int steps, int width) => 2 * Product(rows * steps, width, steps);
}
