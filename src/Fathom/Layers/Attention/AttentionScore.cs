namespace Fathom.Layers;

/// <summary>How well a key fits a query, before the softmax: q is a query, k a key, d their length.</summary>
/// <remarks>Keras has the first two; files with the others can be read here alone.</remarks>
public enum AttentionScore
{
    /// <summary>q · k (Luong et al. 2015, eq. 8, "dot").</summary>
    Dot,

    /// <summary>w Σ tanh(s (q + k)), with trained numbers w and, if a scale is used, s: Keras's <c>concat</c>.</summary>
    Concat,

    /// <summary>q · k / √d (Vaswani et al. 2017, eq. 1), so that scores keep their size as d grows.</summary>
    ScaledDot,

    /// <summary>
    /// q · k / (|q| |k|), content-based addressing (Graves et al. 2014, eq. 6); the scale, if used, is the key strength β of their eq. 5.
    /// </summary>
    Cosine,

    /// <summary>q W k with a trained matrix W (Luong et al. 2015, eq. 8, "general"): queries and keys may differ in length.</summary>
    General,

    /// <summary>
    /// v · tanh(W q + U k) with trained W, U and v (Bahdanau et al. 2015, appendix A.1.2; "concat" of Luong et al. 2015): queries and keys may differ in length.
    /// </summary>
    Additive,

    /// <summary>(W q)ᵢ for place i, whatever key stands there (Luong et al. 2015, eq. 7, location-based): needs as many places in every call.</summary>
    Location,
}
