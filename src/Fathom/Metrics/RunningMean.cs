using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>A weighted mean that is summed in double precision where the values are, and read once.</summary>
internal sealed class RunningMean
{
    private readonly RunningSum _sum = new(), _weight = new();

    /// <summary>The mean so far, NaN when empty.</summary>
    public double Result => _sum.Value / _weight.Value;

    /// <summary>Adds a scalar tensor that stands for <paramref name="count"/> samples.</summary>
    public void Add(Tensor mean, double count)
    {
        _sum.Add(mean, count);
        _weight.Add(count);
    }

    /// <summary>Adds a number that stands for <paramref name="count"/> samples.</summary>
    public void Add(double mean, double count)
    {
        _sum.Add(mean * count);
        _weight.Add(count);
    }

    /// <summary>Adds one value per sample, each with its weight.</summary>
    /// <param name="values">(batch).</param>
    /// <param name="weights">(batch).</param>
    public void AddWeighted(Tensor values, Tensor weights)
    {
        _sum.Add((values * weights).sum());
        _weight.Add(weights.sum());
    }

    public void Reset()
    {
        _sum.Reset();
        _weight.Reset();
    }
}
