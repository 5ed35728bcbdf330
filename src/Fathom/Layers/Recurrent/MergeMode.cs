namespace Fathom.Layers;

/// <summary>What becomes of the outputs of a <see cref="Bidirectional"/> layer's two directions.</summary>
public enum MergeMode
{
    /// <summary>They stay apart: two outputs.</summary>
    None,

    /// <summary>Side by side along the last axis.</summary>
    Concatenate,

    /// <summary>Added.</summary>
    Sum,

    /// <summary>Multiplied.</summary>
    Multiply,

    /// <summary>Averaged.</summary>
    Average,
}
