namespace Fathom.Metrics;

/// <summary>How F-scores of classes become one figure (Keras's <c>average</c>).</summary>
public enum FScoreAverage
{
    /// <summary>Not at all: one figure per class.</summary>
    None,

    /// <summary>The score of all classes' counts together.</summary>
    Micro,

    /// <summary>The mean over classes.</summary>
    Macro,

    /// <summary>The mean over classes weighted by how often each is true.</summary>
    Weighted,
}
