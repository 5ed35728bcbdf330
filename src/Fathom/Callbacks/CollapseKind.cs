namespace Fathom.Callbacks;

/// <summary>A way in which training comes to nothing while the loss still prints.</summary>
public enum CollapseKind
{
    /// <summary>Units of a rectifier gave zero for every sample of an epoch: they have no gradient and will not come back.</summary>
    DeadUnits,

    /// <summary>The model gives all samples of a batch the same answer.</summary>
    ConstantPredictions,

    /// <summary>A weight's gradients were practically zero throughout an epoch while the loss was not.</summary>
    VanishedGradients,
}
