using Fathom.Losses;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Weights of samples or timesteps as weights of values.</summary>
internal static class SampleWeights
{
    /// <summary>One weight per value, in double precision.</summary>
    /// <param name="sampleWeight">The values' first axes, or none for 1 each.</param>
    /// <param name="values">(batch, …).</param>
    public static Tensor Of(Tensor? sampleWeight, Tensor values) => sampleWeight is null
        ? ones_like(values, float64)
        : LossWeighting.Combine(sampleWeight, null, values)!.to(float64).expand_as(values);
}
