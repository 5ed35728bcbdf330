namespace Fathom.Saving;

/// <summary>What the values of a stored tensor are.</summary>
public enum ElementType
{
    /// <summary>IEEE 754, 64 bits.</summary>
    Float64,

    /// <summary>IEEE 754, 32 bits.</summary>
    Float32,

    /// <summary>IEEE 754, 16 bits.</summary>
    Float16,

    /// <summary>The upper half of a <see cref="Float32"/>.</summary>
    BFloat16,

    /// <summary>Whole numbers with sign, 64 bits.</summary>
    Int64,

    /// <summary>Whole numbers with sign, 32 bits.</summary>
    Int32,

    /// <summary>Whole numbers with sign, 16 bits.</summary>
    Int16,

    /// <summary>Whole numbers with sign, 8 bits.</summary>
    Int8,

    /// <summary>Whole numbers without sign, 64 bits.</summary>
    UInt64,

    /// <summary>Whole numbers without sign, 32 bits.</summary>
    UInt32,

    /// <summary>Whole numbers without sign, 16 bits.</summary>
    UInt16,

    /// <summary>Whole numbers without sign, 8 bits.</summary>
    UInt8,

    /// <summary>One byte: 0 is false, anything else is true.</summary>
    Bool,
}
