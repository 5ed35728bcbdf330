namespace Fathom.Training;

/// <summary>A wish for a checkpoint.</summary>
/// <param name="Path">The file.</param>
/// <param name="Written">What to do once it is there.</param>
internal sealed record CheckpointRequest(string Path, Action? Written);
