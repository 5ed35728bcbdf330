using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>A weighted mean that is summed in double precision where the values are, and read once.</summary>
internal sealed class RunningMean
{
    private double _sum, _count;
    private Tensor? _deviceSum;

    /// <summary>Adds a scalar tensor that stands for <paramref name="count"/> samples.</summary>
    public void Add(Tensor mean, double count)
    {
        _count += count;
        if (mean.device_type == DeviceType.CPU) _sum += mean.ToDouble() * count;
        else
        {
            // Reading the value here would stall the device once per batch.
            _deviceSum ??= zeros(1, dtype: float64, device: mean.device).DetachFromDisposeScope();
            using (no_grad()) _deviceSum.add_(mean.detach() * count);
        }
    }

    /// <summary>The mean so far, NaN when empty.</summary>
    public double Result => _count == 0 ? double.NaN : (_sum + (_deviceSum?.ToDouble() ?? 0)) / _count;

    public void Reset()
    {
        _sum = _count = 0;
        _deviceSum?.Dispose();
        _deviceSum = null;
    }
}
