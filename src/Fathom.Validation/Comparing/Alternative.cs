namespace Fathom.Validation;

/// <summary>What a test of a difference holds against equality.</summary>
public enum Alternative
{
    /// <summary>The first differs from the second.</summary>
    TwoSided,

    /// <summary>The first has the smaller loss.</summary>
    Less,

    /// <summary>The first has the greater loss.</summary>
    Greater,
}
