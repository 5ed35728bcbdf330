namespace Fathom.Validation;

/// <summary>
/// Parametric bootstrap by residuals (Freedman 1981; Efron and Tibshirani 1993, section 8.5): a model is fitted, its centred residuals are drawn with
/// replacement, and series are built from them. Right where the model leaves residuals without dependence; check with <see cref="LjungBox"/>.
/// </summary>
public sealed record ResidualBootstrap : Bootstrap
{
    /// <summary>Creates the method.</summary>
    /// <param name="fit">How the model is fitted, such as <c>y => Autoregression.Fit(y, 1)</c>.</param>
    public ResidualBootstrap(ModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        Fit = fit;
    }

    /// <summary>How the model is fitted.</summary>
    public ModelFit Fit { get; }

    internal override void Check(int observations) { }

    internal override Resampler CreateResampler(int observations) => new ModelResampler(Fit, Innovate);

    private static void Innovate(ref RandomStream random, ReadOnlySpan<double> residuals, Span<double> innovations)
    {
        double mean = SpanMath.Mean(residuals);
        for (int i = 0; i < innovations.Length; i++)
            innovations[i] = residuals[random.NextInt(residuals.Length)] - mean;
    }
}
