namespace Fathom.Metrics;

/// <summary>How <see cref="R2Score"/> makes one figure of several outputs (Keras's <c>class_aggregation</c>).</summary>
public enum R2Aggregation
{
    /// <summary>Not at all: one figure per output.</summary>
    None,

    /// <summary>Their mean.</summary>
    UniformAverage,

    /// <summary>Their mean weighted by the variance of the targets.</summary>
    VarianceWeightedAverage,
}
