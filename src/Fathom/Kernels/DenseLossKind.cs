namespace Fathom.Kernels;

/// <summary>The losses that the dense kernel knows: one number per output, averaged over outputs and samples.</summary>
internal enum DenseLossKind
{
    SquaredError,
    AbsoluteError,
    Huber,

    /// <summary>Cross-entropy of probabilities that a sigmoid gave, or of logits.</summary>
    BinaryCrossentropy,

    /// <summary>Cross-entropy of probabilities that a softmax gave, or of logits, against class numbers.</summary>
    SparseCategoricalCrossentropy,
}
