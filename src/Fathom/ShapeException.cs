namespace Fathom;

/// <summary>Data or layers do not fit together: the message names the layer, both shapes and the mend.</summary>
/// <param name="message">What is wrong, where, and how to mend it.</param>
public sealed class ShapeException(string message) : Exception(message);
