using static TorchSharp.torch;

namespace Fathom;

/// <summary>The running count of one metric over one pass through the data.</summary>
public abstract class MetricState
{
    /// <summary>Adds a batch. Nothing is read back from the device.</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="prediction">(batch, …), detached from the gradient graph.</param>
    /// <param name="sampleWeight">How much each sample counts, (batch), or each timestep, (batch, timesteps); 1 each if none.</param>
    public abstract void Update(Tensor target, Tensor prediction, Tensor? sampleWeight);

    /// <summary>The figure so far; NaN before the first batch. Where there are several, their mean.</summary>
    /// <returns>The figure.</returns>
    public abstract double Result();

    /// <summary>The figures as they stand in <see cref="Scores"/>: one under the metric's name, or several, one per class or threshold, under <c>name_0</c>, <c>name_1</c> ….</summary>
    /// <returns>The figures.</returns>
    public virtual IReadOnlyList<double> Results() => [Result()];

    /// <summary>The table that stands in <see cref="Scores.Matrix"/> under the metric's name, for a metric that counts in two directions.</summary>
    /// <returns>Rows and columns, or none.</returns>
    public virtual double[,]? Matrix() => null;

    /// <summary>Starts again from nothing.</summary>
    public abstract void Reset();
}
