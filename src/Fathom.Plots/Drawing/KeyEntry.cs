namespace Fathom.Plots.Drawing;

/// <summary>One entry of a picture's key.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Color">Colour of the mark.</param>
/// <param name="Dashed">A dashed line rather than a solid mark.</param>
internal sealed record KeyEntry(string Label, string Color, bool Dashed = false);
