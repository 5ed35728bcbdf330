namespace Fathom.Validation;

/// <summary>
/// A model fitted to a series, as the bootstraps see it: what it fits, the innovations it leaves, and how innovations become a series again.
/// Whatever implements it can be resampled by <see cref="ResidualBootstrap"/> and <see cref="WildBootstrap"/>. Used by one thread at a time.
/// </summary>
public interface IResidualModel
{
    /// <summary>Fitted values of the last observations of the series; the first ones may have none, as the p first of an autoregression of order p.</summary>
    ReadOnlySpan<double> Fitted { get; }

    /// <summary>Innovations, one per fitted value, in the unit that <see cref="Simulate"/> takes: plain residuals where their variance is constant,
    /// standardised ones where the model explains the variance.</summary>
    ReadOnlySpan<double> Residuals { get; }

    /// <summary>Builds a series from innovations. With <see cref="Residuals"/> themselves it gives back the series that was fitted.</summary>
    /// <param name="innovations">One per fitted value.</param>
    /// <param name="series">Receives the series, as long as the one fitted.</param>
    void Simulate(ReadOnlySpan<double> innovations, Span<double> series);
}
