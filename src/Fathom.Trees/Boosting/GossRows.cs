namespace Fathom.Trees;

/// <summary>
/// Gradient-based one-side sampling (Ke et al. 2017, algorithm 2): rows with great gradients all take part, of the others a random few
/// whose derivatives are scaled up in return. Off in the first 1/<see cref="BoostingOptions.LearningRate"/> rounds, while gradients say little.
/// </summary>
public sealed record GossRows : RowSampling
{
    /// <summary>a: the share of rows with the greatest gradients, in (0, 1). Default 0.2.</summary>
    public double TopFraction
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(TopFraction), value, "The share lies in (0, 1).");
    } = 0.2;

    /// <summary>b: the share of all rows that is drawn from the others, in (0, 1); with a at most 1. Default 0.1.</summary>
    public double OtherFraction
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(OtherFraction), value, "The share lies in (0, 1).");
    } = 0.1;
}
