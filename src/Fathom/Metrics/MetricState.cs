using static TorchSharp.torch;

namespace Fathom;

/// <summary>The running count of one metric over one pass through the data.</summary>
public abstract class MetricState
{
    /// <summary>Adds a batch. Nothing is read back from the device.</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="prediction">(batch, …), detached from the gradient graph.</param>
    /// <param name="sampleWeight">(batch), or none.</param>
    public abstract void Update(Tensor target, Tensor prediction, Tensor? sampleWeight);

    /// <summary>The figure so far; NaN before the first batch.</summary>
    /// <returns>The figure.</returns>
    public abstract double Result();

    /// <summary>Starts again from nothing.</summary>
    public abstract void Reset();
}
