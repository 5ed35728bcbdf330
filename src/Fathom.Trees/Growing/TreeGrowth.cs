namespace Fathom.Trees;

/// <summary>In which order a boosted tree asks its questions.</summary>
public enum TreeGrowth
{
    /// <summary>Level by level down to <see cref="GradientBoosting.MaxDepth"/>, as XGBoost does by default.</summary>
    DepthWise,

    /// <summary>Always the leaf whose question gains most, up to <see cref="GradientBoosting.MaxLeaves"/> leaves, as LightGBM does.</summary>
    LeafWise,
}
