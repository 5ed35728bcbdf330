namespace Fathom.Forecasting;

/// <summary>What a stretch of observations served for in a fold.</summary>
public enum FoldRole
{
    /// <summary>Labels that models were fitted on.</summary>
    Train,

    /// <summary>The last part of the training labels, held back to stop training early and to choose penalties.</summary>
    Validation,

    /// <summary>Labels dropped because they share observations with a test label (or a validation label).</summary>
    Purge,

    /// <summary>Labels dropped because they start within the embargo after a test block.</summary>
    Embargo,

    /// <summary>Labels that were forecast.</summary>
    Test,
}
