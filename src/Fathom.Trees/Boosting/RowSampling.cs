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

    /// <summary>Minimal variance sampling of 80 % of the rows: <see cref="MvsRows"/> with its defaults.</summary>
    public static RowSampling Mvs { get; } = new MvsRows();

    /// <summary>
    /// The Bayesian bootstrap: every row takes part with a random weight (−ln u)^T, u uniform on (0, 1), drawn anew each round (Rubin 1981; CatBoost's "Bayesian").
    /// </summary>
    /// <param name="temperature">T from 0: 0 weighs all rows alike, 1 draws weights from the exponential distribution, more makes a few rows count most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is negative or not finite.</exception>
    public static RowSampling BayesianBootstrap(double temperature = 1) => new BayesianRows(temperature);

    /// <summary>Each row with the same probability, drawn anew each round: stochastic gradient boosting (Friedman 2002).</summary>
    /// <param name="fraction">The probability, above 0 and at most 1; 0.5 to 0.8 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1].</exception>
    public static RowSampling Bernoulli(double fraction) => new BernoulliRows(fraction);
}
