namespace Fathom.Trees;

/// <summary>How mixed the classes of a node are: a split is chosen to lower the weighted mean of this over the children. p_k is the weighted share of class k.</summary>
public enum ClassificationCriterion
{
    /// <summary>Gini impurity, 1 − Σ p_k² (Breiman et al. 1984, section 4.2).</summary>
    Gini,

    /// <summary>Entropy in bits, −Σ p_k log₂ p_k (Quinlan 1986).</summary>
    Entropy,

    /// <summary>Error rate, 1 − max p_k: what pruning is about; a weak guide for growing, since many splits leave it as it is.</summary>
    ErrorRate,
}
