namespace Fathom.Forecasting;

/// <summary>How a tournament ended.</summary>
public enum Outcome
{
    /// <summary>A model beats the best baseline: SPA's consistent p-value is below 5 % and the model's own skill is positive.</summary>
    ModelBeatsBaseline,

    /// <summary>No model was shown to beat the best baseline.</summary>
    NothingBeatsBaseline,

    /// <summary>Only baselines finished; there was nothing to compare them with.</summary>
    OnlyBaselines,

    /// <summary>Nothing finished, so nothing can be said.</summary>
    NothingFinished,
}
