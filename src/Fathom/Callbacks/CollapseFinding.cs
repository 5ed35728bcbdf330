namespace Fathom.Callbacks;

/// <summary>Something a <see cref="CollapseDetector"/> noticed.</summary>
/// <param name="Kind">What.</param>
/// <param name="Epoch">In which epoch, counted from 0.</param>
/// <param name="Layer">In which layer, or the model's name.</param>
/// <param name="Message">In words, with a mend.</param>
public sealed record CollapseFinding(CollapseKind Kind, int Epoch, string Layer, string Message);
