namespace Fathom.Layers;

/// <summary>What a layer may know about the call it is in.</summary>
public sealed class CallContext
{
    private CallContext(bool training, bool trial = false) => (Training, IsTrial) = (training, trial);

    /// <summary>The context of a training step: dropout drops, statistics are updated.</summary>
    public static CallContext Train { get; } = new(true);

    /// <summary>The context of evaluation and prediction.</summary>
    public static CallContext Infer { get; } = new(false);

    /// <summary>The context of a call on made-up values, which only finds shapes.</summary>
    internal static CallContext Trial { get; } = new(false, trial: true);

    /// <summary>Whether this is a training step.</summary>
    public bool Training { get; }

    /// <summary>Whether nothing of this call may be remembered.</summary>
    internal bool IsTrial { get; }
}
