using MathNet.Numerics;

namespace Fathom.Validation;

/// <summary>Upper tail of the chi-squared distribution, without the cancellation of 1 − CDF.</summary>
internal static class ChiSquaredTail
{
    public static double Probability(double freedom, double statistic) =>
        statistic <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, statistic / 2);
}
