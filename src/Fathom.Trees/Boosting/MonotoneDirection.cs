namespace Fathom.Trees;

/// <summary>How predictions must follow a column, all else being equal.</summary>
public enum MonotoneDirection
{
    /// <summary>As they like.</summary>
    Any,

    /// <summary>They never fall where the column rises.</summary>
    Rising,

    /// <summary>They never rise where the column rises.</summary>
    Falling,
}
