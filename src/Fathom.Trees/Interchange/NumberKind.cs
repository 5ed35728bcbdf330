namespace Fathom.Trees;

/// <summary>How an array of numbers is stored where the notation has types.</summary>
internal enum NumberKind
{
    /// <summary>Each number with a type of its own.</summary>
    Untyped,

    Float32,

    UInt8,

    Int32,

    Int64,
}
