namespace Fathom.Layers;

/// <summary>Values and how much of the data each stands for: what Keras's Discretization keeps of data to find quantiles (its summarize and compress_summary).</summary>
internal sealed class QuantileSummary
{
    private readonly float[] _values;
    private readonly double[] _weights;

    private QuantileSummary(float[] values, double[] weights) => (_values, _weights) = (values, weights);

    /// <summary>Sums data up within a share of them.</summary>
    public static QuantileSummary Of(ReadOnlySpan<float> data, double epsilon)
    {
        float[] sorted = data.ToArray();
        Array.Sort(sorted);
        double step = Math.Max(sorted.Length * epsilon, 1);
        var values = new List<float>();
        for (int i = (int)(step - 1); i < sorted.Length; i += (int)step) values.Add(sorted[i]);
        return new QuantileSummary([.. values], [.. values.Select(_ => step)]).Compress(epsilon);
    }

    /// <summary>The boundaries of as many bins of equal weight.</summary>
    public float[] Boundaries(int bins) => Compress(1.0 / bins)._values[..^1];

    private QuantileSummary Compress(double epsilon)
    {
        if (_values.Length * epsilon < 1) return this;
        double[] sums = new double[_weights.Length];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += _weights[i];
        double[] shares = Array.ConvertAll(sums, value => value / sum);
        int count = (int)Math.Ceiling(1 / epsilon);
        float[] values = new float[count];
        double[] weights = new double[count];
        double before = 0;
        for (int i = 0; i < count; i++)
        {
            double share = epsilon + i * epsilon, at = Interpolate(share, shares, j => sums[j]);
            values[i] = (float)Interpolate(share, shares, j => _values[j]);
            weights[i] = at - before;
            before = at;
        }
        return new QuantileSummary(values, weights);
    }

    private static double Interpolate(double x, double[] places, Func<int, double> value)
    {
        if (x <= places[0]) return value(0);
        if (x >= places[^1]) return value(places.Length - 1);
        int above = Array.FindIndex(places, place => place > x);
        return value(above - 1) + (value(above) - value(above - 1)) * (x - places[above - 1]) / (places[above] - places[above - 1]);
    }
}
