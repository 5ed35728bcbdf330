namespace Fathom.Validation;

/// <summary>What a walk-forward training window does as the test block moves on.</summary>
public enum Window
{
    /// <summary>Keeps its length and moves along: old observations drop out.</summary>
    Rolling,

    /// <summary>Keeps its first observation and grows; also called anchored.</summary>
    Expanding,
}
