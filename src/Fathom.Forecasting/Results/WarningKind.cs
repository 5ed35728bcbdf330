namespace Fathom.Forecasting;

/// <summary>What a warning is about.</summary>
public enum WarningKind
{
    /// <summary>Training labels share observations with test labels: the scores are too good to be true.</summary>
    Leakage,

    /// <summary>Something about the data, such as gaps or a short history.</summary>
    Data,

    /// <summary>Something about a test of significance, such as too few observations.</summary>
    Significance,

    /// <summary>Something about a model's training, such as no convergence.</summary>
    Training,
}
