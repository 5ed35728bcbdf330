using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Sums in double precision, kept where the values are and read once.</summary>
internal sealed class RunningTensor
{
    private Tensor? _sums;

    /// <summary>The shape of the sums; none before anything was added.</summary>
    public long[]? Shape => _sums?.shape;

    /// <summary>Adds values of one shape.</summary>
    public void Add(Tensor values)
    {
        using var quiet = no_grad();
        if (_sums is null) _sums = values.to(float64).clone().DetachFromDisposeScope();
        else _ = _sums.add_(values);
    }

    /// <summary>Adds values to places of a vector. Unlike a histogram of a batch this reads nothing back.</summary>
    /// <param name="length">The vector's length.</param>
    /// <param name="places">Whole numbers, flat.</param>
    /// <param name="values">One per place.</param>
    public void Scatter(long length, Tensor places, Tensor values)
    {
        using var quiet = no_grad();
        _sums ??= zeros(length, dtype: float64, device: values.device).DetachFromDisposeScope();
        _ = _sums.scatter_add_(0, places, values.to(float64));
    }

    /// <summary>The sums, row after row; empty before anything was added.</summary>
    public double[] Read()
    {
        if (_sums is null) return [];
        using Tensor here = _sums.cpu();
        return here.data<double>().ToArray();
    }

    public void Reset()
    {
        _sums?.Dispose();
        _sums = null;
    }
}
