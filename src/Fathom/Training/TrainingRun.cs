namespace Fathom.Training;

/// <summary>A training run as callbacks see it.</summary>
public sealed class TrainingRun
{
    internal TrainingRun(ITrainee model, int epochs)
    {
        Trainee = model;
        Epochs = epochs;
    }

    /// <summary>The model in training.</summary>
    public ITrainee Trainee { get; }

    /// <summary>How many epochs are planned.</summary>
    public int Epochs { get; }

    /// <summary>Why the run will end after the current batch; null while it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Ends the run after the current batch, or epoch if called at its end.</summary>
    /// <param name="reason">Why, for people; the first reason given stands.</param>
    public void Stop(string reason) => StopReason ??= reason;
}
