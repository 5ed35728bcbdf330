namespace Fathom.Trees;

/// <summary>What bounds a tree and shrinks its values.</summary>
internal sealed record GrowthLimits
{
    /// <summary>Gains this far below the node's own score are rounding, not signal.</summary>
    private const double RelativeNoise = 1e-9;

    internal required TreeGrowth Growth { get; init; }

    internal required int MaxDepth { get; init; }

    internal required int MaxLeaves { get; init; }

    internal required double MinChildWeight { get; init; }

    /// <summary>The least number of rows in a leaf.</summary>
    internal int MinLeafRows { get; init; } = 1;

    internal required double L2 { get; init; }

    internal required double Gamma { get; init; }

    /// <summary>
    /// The least sum of second derivatives in a child of a node with this sum and this many rows. Histograms hold no row counts: as in LightGBM, rows are estimated
    /// by their share of the second derivatives, rounded.
    /// </summary>
    internal double LeastHessian(double hessian, int rows) =>
        MinLeafRows > 1 ? Math.Max(MinChildWeight, (MinLeafRows - 0.5) * hessian / rows) : MinChildWeight;

    /// <summary>What a node with these sums takes off the loss: G²/(H + λ).</summary>
    internal double Score(double gradient, double hessian) => Score(gradient, hessian, L2);

    /// <summary>As <see cref="Score(double, double)"/> with another λ; 0 where no row has weight.</summary>
    internal static double Score(double gradient, double hessian, double l2) => hessian + l2 > 0 ? gradient * gradient / (hessian + l2) : 0;

    /// <summary>What a question has to gain more than in a node with this score.</summary>
    internal double LeastGain(double score) => Math.Max(Gamma, score * RelativeNoise);

    /// <summary>The minimiser of the loss in a leaf, −G/(H + λ); 0 where no row has weight.</summary>
    internal double LeafValue(double gradient, double hessian) => hessian + L2 > 0 ? -gradient / (hessian + L2) : 0;
}
