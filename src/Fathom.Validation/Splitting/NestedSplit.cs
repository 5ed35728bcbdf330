namespace Fathom.Validation;

/// <summary>One outer split with the inner splits of its training set.</summary>
/// <param name="Outer">Training and test labels of the outer split.</param>
/// <param name="Inner">Splits of the outer training labels, under the label numbers of the whole data set.</param>
public sealed record NestedSplit(Split Outer, Split[] Inner);
