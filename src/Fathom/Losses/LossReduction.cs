namespace Fathom;

/// <summary>How the losses of a batch become one number (Keras's <c>reduction</c>).</summary>
public enum LossReduction
{
    /// <summary>The weighted sum over the number of losses: with weights of 1, the mean.</summary>
    SumOverBatchSize,

    /// <summary>The weighted sum.</summary>
    Sum,

    /// <summary>The weighted sum over the sum of the weights.</summary>
    MeanWithSampleWeight,
}
