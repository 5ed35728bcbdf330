namespace Fathom.Trees;

/// <summary>How other libraries' models take a column's values, where it is not how Fathom's own do.</summary>
[Flags]
internal enum ColumnRules
{
    None = 0,

    /// <summary>A zero counts as a missing value.</summary>
    ZeroIsMissing = 1,

    /// <summary>A level that the fit did not see is a level in no set, not a missing value.</summary>
    UnknownIsLevel = 2,
}
