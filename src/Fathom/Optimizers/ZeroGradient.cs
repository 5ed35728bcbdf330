namespace Fathom.Optimizers;

/// <summary>What a rule does to a value whose gradient is zero: whether rows of a table that a batch did not read can be passed over.</summary>
internal enum ZeroGradient
{
    /// <summary>It may change the value or what is kept of it.</summary>
    Moves,

    /// <summary>It changes nothing as long as the running values are those it began with: momentum that never was cannot carry on.</summary>
    RestsBeforeFirst,

    /// <summary>It changes nothing.</summary>
    Rests,
}
