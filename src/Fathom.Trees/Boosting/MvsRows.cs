namespace Fathom.Trees;

/// <summary>
/// Minimal variance sampling (Ibragimov &amp; Gusev 2019; CatBoost's "MVS"): a row takes part with a probability in proportion to √(g² + λh²), at most 1, and its
/// derivatives are divided by that probability. Of all samplings without bias it disturbs the scores of questions least.
/// </summary>
public sealed record MvsRows : RowSampling
{
    /// <summary>The expected share of rows, in (0, 1]. Default 0.8.</summary>
    public double Fraction
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Fraction), value, "The share of rows per round lies in (0, 1].");
    } = 0.8;

    /// <summary>λ: how much second derivatives count, from 0. Default 0.1.</summary>
    public double Regularization
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Regularization), value, "The regularization is a finite number from 0.");
    } = 0.1;
}
