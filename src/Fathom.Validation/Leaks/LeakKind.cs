namespace Fathom.Validation;

/// <summary>How a training label knows something of a test label.</summary>
public enum LeakKind
{
    /// <summary>Both are made from at least one observation in common.</summary>
    Overlap,

    /// <summary>The training label starts within the embargo after the test label has ended.</summary>
    Embargo,
}
