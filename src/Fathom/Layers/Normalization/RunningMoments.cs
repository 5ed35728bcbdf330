using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Means and biased variances of batches put together, without loss of digits (Chan, Golub and LeVeque 1983).</summary>
internal sealed class RunningMoments(int size)
{
    private long _count;

    public double[] Mean { get; } = new double[size];

    public double[] Variance { get; } = new double[size];

    public bool AreFinite => Array.TrueForAll(Mean, double.IsFinite) && Array.TrueForAll(Variance, double.IsFinite);

    /// <summary>Adds a batch.</summary>
    /// <param name="batch">Any shape.</param>
    /// <param name="kept">The axes whose positions have moments of their own, ascending.</param>
    public void Add(Tensor batch, long[] kept)
    {
        using var scope = NewDisposeScope();
        long[] others = [.. Enumerable.Range(0, (int)batch.ndim).Select(axis => (long)axis).Where(axis => !kept.Contains(axis))];
        Tensor values = batch.to(float64), mean = values.mean(others, keepdim: true), variance = (values - mean).square().mean(others);
        ReadOnlySpan<double> means = mean.contiguous().data<double>().ToArray(), variances = variance.contiguous().data<double>().ToArray();
        long count = batch.NumberOfElements / size, total = _count + count;
        double share = (double)count / total;
        for (int i = 0; i < size; i++)
        {
            double apart = means[i] - Mean[i];
            Mean[i] += apart * share;
            Variance[i] = Variance[i] * (1 - share) + variances[i] * share + apart * apart * share * (1 - share);
        }
        _count = total;
    }
}
