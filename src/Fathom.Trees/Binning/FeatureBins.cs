namespace Fathom.Trees;

/// <summary>Which bin each value of a column falls into; bin 0 holds the missing values.</summary>
internal abstract class FeatureBins
{
    /// <summary>The number of bins, that of the missing values included; at most 256.</summary>
    internal abstract int Count { get; }

    /// <summary>The bin of a value, 0 for NaN.</summary>
    internal abstract byte BinOf(float value);
}
