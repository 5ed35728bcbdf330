namespace Fathom.Training;

/// <summary>Where the training loop publishes what happens, and others read it.</summary>
internal sealed class TrainingStore(IEnumerable<ITrainingReader> readers)
{
    private readonly ITrainingReader[] _readers = [.. readers];

    public void Publish(TrainingEvent happened)
    {
        foreach (ITrainingReader reader in _readers) reader.Receive(happened);
    }
}
