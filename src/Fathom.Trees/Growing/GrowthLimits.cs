namespace Fathom.Trees;

/// <summary>What bounds a tree and shrinks its values.</summary>
internal sealed record GrowthLimits
{
    /// <summary>Gains this far below the node's own score are rounding, not signal.</summary>
    private const double RelativeNoise = 1e-9;

    /// <summary>A child lighter than this share of its node is rounding, not rows.</summary>
    private const double LightestShare = 1e-12;

    internal required TreeGrowth Growth { get; init; }

    internal required int MaxDepth { get; init; }

    internal required int MaxLeaves { get; init; }

    internal required double MinChildWeight { get; init; }

    /// <summary>The least number of rows in a leaf.</summary>
    internal int MinLeafRows { get; init; } = 1;

    internal required double L2 { get; init; }

    internal required double Gamma { get; init; }

    /// <summary>α: the weight of the absolute leaf values in the loss.</summary>
    internal double L1 { get; init; }

    /// <summary>The greatest absolute leaf value before the learning rate; infinite for none.</summary>
    internal double MaxDelta { get; init; } = double.PositiveInfinity;

    /// <summary>Per column: 1 where predictions may only rise with it, −1 where they may only fall, 0 for none; null for no such column.</summary>
    internal int[]? Monotone { get; init; }

    /// <summary>Sets of columns that may stand together on the way to a leaf; null where any may.</summary>
    internal int[][]? Interactions { get; init; }

    /// <summary>The share of the tree's columns that each level draws from.</summary>
    internal double ColumnsPerLevel { get; init; } = 1;

    /// <summary>The share of the level's columns that each node draws from.</summary>
    internal double ColumnsPerNode { get; init; } = 1;

    /// <summary>Whether a node's score is G²/(H + λ) and nothing more.</summary>
    internal bool IsPlain => L1 == 0 && double.IsPositiveInfinity(MaxDelta) && Monotone is null;

    /// <summary>What a node with these sums takes off the loss: G²/(H + λ) without L1 and bounds; 0 where no row has weight.</summary>
    internal double Score(DerivativeSums sums, double l2, ValueBounds bounds)
    {
        if (!(sums.Hessian + l2 > 0))
            return 0;
        double gradient = Shrunk(sums.Gradient);
        if (double.IsPositiveInfinity(MaxDelta) && bounds.IsNone)
            return gradient * gradient / (sums.Hessian + l2);
        double value = Value(sums, l2, bounds);
        return -(2 * sums.Gradient * value + (sums.Hessian + l2) * value * value + 2 * L1 * Math.Abs(value));
    }

    /// <summary>What two children take off the loss together; −∞ where one weighs less than <paramref name="least"/> or a monotone column would not be.</summary>
    internal double Score(DerivativeSums left, DerivativeSums right, double least, double l2, int direction, ValueBounds bounds)
    {
        if (!(left.Hessian >= least && right.Hessian >= least) || Breaks(left, right, l2, direction, bounds))
            return double.NegativeInfinity;
        return Score(left, l2, bounds) + Score(right, l2, bounds);
    }

    /// <summary>Whether the children's values stand in the wrong order.</summary>
    internal bool Breaks(DerivativeSums left, DerivativeSums right, double l2, int direction, ValueBounds bounds) =>
        direction != 0 && direction * (Value(right, l2, bounds) - Value(left, l2, bounds)) < 0;

    /// <summary>The least sum of second derivatives in a child of a node with this sum.</summary>
    internal double LeastWeight(double hessian) => Math.Max(MinChildWeight, LightestShare * hessian);

    /// <summary>
    /// The least sum of second derivatives in a child of a node with this sum and this many rows. Histograms hold no row counts: as in LightGBM, rows are estimated
    /// by their share of the second derivatives, rounded.
    /// </summary>
    internal double LeastWeight(double hessian, int rows) =>
        Math.Max(LeastWeight(hessian), MinLeafRows > 1 ? (MinLeafRows - 0.5) * hessian / rows : 0);

    /// <summary>What a question has to gain more than in a node with this score.</summary>
    internal double LeastGain(double score) => Math.Max(Gamma, score * RelativeNoise);

    /// <summary>The minimiser of the loss in a leaf, −G/(H + λ) without L1 and bounds; 0 where no row has weight.</summary>
    internal double Value(DerivativeSums sums, double l2, ValueBounds bounds) =>
        Bounded(sums.Hessian + l2 > 0 ? -Shrunk(sums.Gradient) / (sums.Hessian + l2) : 0, bounds);

    /// <summary>A leaf value brought within <see cref="MaxDelta"/> and the bounds that monotone columns set.</summary>
    internal double Bounded(double value, ValueBounds bounds) =>
        Math.Clamp(Math.Clamp(value, -MaxDelta, MaxDelta), bounds.Least, bounds.Greatest);

    /// <summary>The direction of a column; combinations, which come after the columns that may have one, have none.</summary>
    internal int DirectionOf(int feature) => Monotone is { } directions && feature < directions.Length ? directions[feature] : 0;

    private double Shrunk(double gradient) =>
        L1 == 0 ? gradient : gradient > L1 ? gradient - L1 : gradient < -L1 ? gradient + L1 : 0;
}
