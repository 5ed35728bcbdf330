namespace Fathom.Trees;

/// <summary>An objective in which a row's loss depends on the scores of other rows: it sees the whole set at once and multiplies the weights in itself.</summary>
internal interface ISetObjective : IObjective
{
    /// <summary>Refuses groups that the objective cannot use.</summary>
    void CheckTargets(TargetSet targets);

    /// <summary>The first and second derivatives of the weighted loss by the scores.</summary>
    void Derivatives(TargetSet targets, double[] scores, float[] gradients, float[] hessians, Workers workers);

    /// <summary>The mean loss.</summary>
    double MeanLoss(TargetSet targets, double[] scores, Workers workers);
}
