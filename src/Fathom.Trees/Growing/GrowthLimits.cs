namespace Fathom.Trees;

/// <summary>What bounds a tree and shrinks its values.</summary>
internal sealed record GrowthLimits
{
    internal required TreeGrowth Growth { get; init; }

    internal required int MaxDepth { get; init; }

    internal required int MaxLeaves { get; init; }

    internal required double MinChildWeight { get; init; }

    internal required double L2 { get; init; }

    internal required double Gamma { get; init; }

    /// <summary>What a node with these sums takes off the loss: G²/(H + λ).</summary>
    internal double Score(double gradient, double hessian) => gradient * gradient / (hessian + L2);

    /// <summary>The minimiser of the loss in a leaf, −G/(H + λ); 0 where no row has weight.</summary>
    internal double LeafValue(double gradient, double hessian) => hessian + L2 > 0 ? -gradient / (hessian + L2) : 0;
}
