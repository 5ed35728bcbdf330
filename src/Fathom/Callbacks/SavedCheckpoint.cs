namespace Fathom.Callbacks;

/// <summary>A checkpoint of a <see cref="CheckpointFolder"/>. <c>Model.LoadWeights</c> takes its weights.</summary>
/// <param name="Path">The file.</param>
/// <param name="Epochs">How many epochs were complete.</param>
/// <param name="Batches">How many batches of the next epoch were done; 0 at the end of an epoch.</param>
/// <param name="Logs">The figures of the epoch that had just ended, validation included; none in the midst of one.</param>
public sealed record SavedCheckpoint(string Path, int Epochs, int Batches, Scores Logs);
