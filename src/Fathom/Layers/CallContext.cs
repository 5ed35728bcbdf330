namespace Fathom.Layers;

/// <summary>What a layer may know about the call it is in.</summary>
public sealed class CallContext
{
    private CallContext(bool training) => Training = training;

    /// <summary>The context of a training step: dropout drops, statistics are updated.</summary>
    public static CallContext Train { get; } = new(true);

    /// <summary>The context of evaluation and prediction.</summary>
    public static CallContext Infer { get; } = new(false);

    /// <summary>Whether this is a training step.</summary>
    public bool Training { get; }
}
