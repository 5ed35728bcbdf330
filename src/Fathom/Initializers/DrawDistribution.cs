namespace Fathom.Initializers;

/// <summary>The distribution an initializer draws from.</summary>
public enum DrawDistribution
{
    /// <summary>Normal, draws beyond two standard deviations drawn again.</summary>
    TruncatedNormal,

    /// <summary>Normal.</summary>
    UntruncatedNormal,

    /// <summary>Uniform around zero.</summary>
    Uniform,
}
