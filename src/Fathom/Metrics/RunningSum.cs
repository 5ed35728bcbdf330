using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>A sum in double precision, kept where the values are and read once.</summary>
internal sealed class RunningSum
{
    private double _sum;
    private Tensor? _deviceSum;

    /// <summary>The sum so far.</summary>
    public double Value => _sum + (_deviceSum?.ToDouble() ?? 0);

    /// <summary>Adds a number.</summary>
    public void Add(double value) => _sum += value;

    /// <summary>Adds a scalar tensor, times a factor.</summary>
    public void Add(Tensor scalar, double factor = 1)
    {
        if (scalar.device_type == DeviceType.CPU) _sum += scalar.ToDouble() * factor;
        else
        {
            // Reading the value here would stall the device once per batch.
            _deviceSum ??= zeros(1, dtype: float64, device: scalar.device).DetachFromDisposeScope();
            using (no_grad()) _deviceSum.add_(scalar.detach(), factor);
        }
    }

    public void Reset()
    {
        _sum = 0;
        _deviceSum?.Dispose();
        _deviceSum = null;
    }
}
