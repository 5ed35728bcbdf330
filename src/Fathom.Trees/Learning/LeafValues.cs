using System.Runtime.CompilerServices;

namespace Fathom.Trees;

/// <summary>Leaf values from the rows' derivatives or residuals themselves, not from the rounded sums of histograms.</summary>
internal sealed class LeafValues(IObjective objective, RoundGradients gradients, GrowthLimits limits, double learningRate)
{
    /// <summary>What bounds the tree, for this objective.</summary>
    internal GrowthLimits Limits => limits;

    /// <summary>What a leaf with these rows adds to their score of an output.</summary>
    internal double Of(ReadOnlySpan<int> rows, int output, ValueBounds bounds)
    {
        double value = objective is ILeafRefit refit && rows.Length > 0
            ? limits.Bounded(refit.LeafValue(output, gradients.Residuals(rows, output), gradients.Weights(rows)), bounds)
            : NewtonStep(rows, output, bounds);
        return learningRate * value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double NewtonStep(ReadOnlySpan<int> rows, int output, ValueBounds bounds)
    {
        int outputs = objective.Outputs;
        double gradient = 0, hessian = 0;
        foreach (int row in rows)
        {
            gradient += gradients.Gradients[row * outputs + output];
            hessian += gradients.Hessians[row * outputs + output];
        }
        return limits.Value(new(gradient, hessian), limits.L2, bounds);
    }
}
