namespace Fathom.Trees;

/// <summary>Which rows a boosting round learns from.</summary>
public abstract record RowSampling
{
    private protected RowSampling()
    {
    }

    /// <summary>Every row, every round.</summary>
    public static RowSampling All { get; } = new AllRows();

    /// <summary>The 20 % of rows with the greatest gradients and 10 % of the rest: <see cref="GossRows"/> with its defaults.</summary>
    public static RowSampling Goss { get; } = new GossRows();

    /// <summary>Each row with the same probability, drawn anew each round: stochastic gradient boosting (Friedman 2002).</summary>
    /// <param name="fraction">The probability, above 0 and at most 1; 0.5 to 0.8 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1].</exception>
    public static RowSampling Bernoulli(double fraction) => new BernoulliRows(fraction);
}
