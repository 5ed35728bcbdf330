namespace Fathom.Layers;

/// <summary>What a sliding window sees beyond the ends of its input.</summary>
public enum WindowPadding
{
    /// <summary>Nothing: the window stays inside, the output is shorter.</summary>
    Valid,

    /// <summary>As much on either side (one more after than before where odd) as gives ⌈length / stride⌉ outputs.</summary>
    Same,

    /// <summary>Zeros before the start only, so that no output sees later inputs; the output is as long as with <see cref="Same"/>.</summary>
    Causal,
}
