namespace Fathom.Forecasting;

/// <summary>How a tournament ended.</summary>
public enum Outcome
{
    /// <summary>
    /// A model beats the best baseline: SPA's consistent p-value is below 5 %, and the model is one of those that stepwise multiple testing finds better, which
    /// bounds the chance of naming even one wrongly by 5 % (Romano and Wolf, "Stepwise multiple testing as formalized data snooping", Econometrica 73, 2005).
    /// </summary>
    ModelBeatsBaseline,

    /// <summary>No model was shown to beat the best baseline.</summary>
    NothingBeatsBaseline,

    /// <summary>Only baselines finished; there was nothing to compare them with.</summary>
    OnlyBaselines,

    /// <summary>Nothing finished, so nothing can be said.</summary>
    NothingFinished,
}
