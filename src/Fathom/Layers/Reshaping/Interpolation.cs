namespace Fathom.Layers;

/// <summary>How places between those of an image are filled.</summary>
public enum Interpolation
{
    /// <summary>With the nearest.</summary>
    Nearest,

    /// <summary>In proportion between the four around, whose values stand for the centres of their squares; beyond the outermost centres with the nearest.</summary>
    Bilinear,
}
