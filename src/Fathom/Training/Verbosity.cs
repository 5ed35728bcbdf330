namespace Fathom;

/// <summary>How much a training run prints.</summary>
public enum Verbosity
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A bar that moves, on a terminal; one line per epoch where output is redirected or <c>NO_COLOR</c> is set.</summary>
    Bar,

    /// <summary>One line per epoch.</summary>
    Line,
}
