namespace Fathom.Trees;

/// <summary>In which order a boosted tree asks its questions.</summary>
public enum TreeGrowth
{
    /// <summary>Level by level down to <see cref="BoostingOptions.MaxDepth"/>, as XGBoost does by default.</summary>
    DepthWise,

    /// <summary>Always the leaf whose question gains most, up to <see cref="BoostingOptions.MaxLeaves"/> leaves, as LightGBM does.</summary>
    LeafWise,

    /// <summary>
    /// Level by level, and every node of a level asks the same question, as CatBoost does: weaker trees that overfit less.
    /// <see cref="BoostingOptions.MinChildWeight"/> does not apply, since a question that suits most nodes may leave others a child without rows;
    /// categories are asked about one level at a time.
    /// </summary>
    Symmetric,
}
