namespace Fathom.Trees;

/// <inheritdoc cref="RegressionCriterion.SquaredError"/>
internal readonly struct SquaredDeviation : IMeanDeviation
{
    public static bool MayShift => true;

    public static double Deviation(double target, double mean) => (target - mean) * (target - mean);

    public static double Score(double sumLeft, double sumRight, double weightLeft, double weightRight) =>
        sumLeft * sumLeft / weightLeft + sumRight * sumRight / weightRight;
}
