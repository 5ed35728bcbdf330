namespace Fathom.Validation;

/// <summary>A run of observations that a resample copies; it wraps round the end of the series.</summary>
internal readonly record struct Block(int Start, int Length);
