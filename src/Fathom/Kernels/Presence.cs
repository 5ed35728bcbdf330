namespace Fathom.Kernels;

/// <summary>Which samples of a block hold data at a timestep.</summary>
internal enum Presence
{
    /// <summary>None: the step is skipped.</summary>
    None,

    /// <summary>Some: the step is computed, and undone for the others.</summary>
    Some,

    /// <summary>All: the step is as any step without a mask.</summary>
    All,
}
