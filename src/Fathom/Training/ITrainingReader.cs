namespace Fathom.Training;

/// <summary>Someone who follows a training run: progress bar, history, callbacks, checkpoints.</summary>
public interface ITrainingReader
{
    /// <summary>Receives an event, on the training thread, in order.</summary>
    /// <param name="happened">The event.</param>
    void Receive(TrainingEvent happened);
}
