namespace Fathom.Layers;

/// <summary>A layer that may be a <see cref="ValueLine"/> at inference.</summary>
internal interface IValueLine
{
    /// <summary>The line, with the weights as they are now; none where the layer's axes are not those of a line.</summary>
    /// <param name="features">The length of the last axis.</param>
    ValueLine? AtInference(int features);
}
