namespace Fathom.Validation;

/// <summary>
/// Wild bootstrap (Wu 1986; Liu 1988; Mammen 1993): every residual of a fitted model stays at its time and is multiplied by a random weight of mean 0 and
/// variance 1, and the series is built anew from them, so that heteroskedasticity of any form is kept. On autoregressions it is the recursive design of
/// Gonçalves and Kilian (2004).
/// </summary>
public sealed record WildBootstrap : Bootstrap
{
    /// <summary>Creates the method.</summary>
    /// <param name="fit">How the model is fitted, such as <c>y => Autoregression.Fit(y, 1)</c>.</param>
    public WildBootstrap(ModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Fit = fit;
    }

    /// <summary>How the model is fitted.</summary>
    public ModelFit Fit { get; }

    /// <summary>Distribution of the weights. Default <see cref="WildWeight.Rademacher"/>.</summary>
    public WildWeight Weight { get; init; }

    internal override void Check(int observations)
    {
        if (!Enum.IsDefined(Weight))
            throw new ArgumentException($"There is no distribution of weights {Weight}: take Rademacher or Mammen.");
    }

    internal override Resampler CreateResampler(int observations) =>
        new ModelResampler(Fit, Weight == WildWeight.Rademacher ? Rademacher : Mammen);

    private static void Rademacher(ref RandomStream random, ReadOnlySpan<double> residuals, Span<double> innovations)
    {
        for (int i = 0; i < innovations.Length; i++)
            innovations[i] = (long)random.NextBits() < 0 ? -residuals[i] : residuals[i];
    }

    private static void Mammen(ref RandomStream random, ReadOnlySpan<double> residuals, Span<double> innovations)
    {
        double root = Math.Sqrt(5), low = (1 - root) / 2, high = (1 + root) / 2, share = (root + 1) / (2 * root);
        for (int i = 0; i < innovations.Length; i++)
            innovations[i] = residuals[i] * (random.NextPositive() <= share ? low : high);
    }
}
