namespace Fathom.Saving;

/// <summary>A storage that begins within another, as files before PyTorch 1.6 have it.</summary>
/// <param name="Whole">The storage.</param>
/// <param name="Offset">The first value.</param>
/// <param name="Count">How many values are seen.</param>
internal sealed record TorchView(TorchStorage Whole, long Offset, long Count);
