namespace Fathom.Diagnostics;

/// <summary>What the values of one weight look like.</summary>
/// <param name="Name">The layers it is in and its own name, for example <c>dense/kernel</c>.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="IsTrainable">Whether training may change it now.</param>
/// <param name="Mean">Mean of the values.</param>
/// <param name="Deviation">Standard deviation of the values (divided by their number).</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Zeros">The share of values that are exactly 0, from 0 to 1.</param>
/// <param name="Norm">The Euclidean norm of the values.</param>
/// <param name="GradientNorm">The Euclidean norm of the gradient the last training step used; null where there was none.</param>
public sealed record WeightStatistics(
    string Name, IReadOnlyList<int> Shape, bool IsTrainable, double Mean, double Deviation, double Minimum, double Maximum, double Zeros, double Norm, double? GradientNorm)
{
    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, axis) => product * axis);
}
