namespace Fathom.Trees;

/// <inheritdoc cref="RegressionCriterion.Poisson"/>
internal readonly struct PoissonDeviation : IMeanDeviation
{
    public static bool MayShift => false;

    /// <summary>Half the deviance; the terms mean − y add up to zero over a node.</summary>
    public static double Deviation(double target, double mean) => target > 0 ? target * Math.Log(target / mean) : 0;

    /// <summary>A child whose targets are all 0 would predict 0, whose deviance against any count is infinite.</summary>
    public static double Score(double sumLeft, double sumRight, double weightLeft, double weightRight) =>
        sumLeft > 0 && sumRight > 0
            ? sumLeft * Math.Log(sumLeft / weightLeft) + sumRight * Math.Log(sumRight / weightRight)
            : double.NegativeInfinity;
}
