namespace Fathom.Training;

/// <summary>A reader whose state is kept in checkpoints.</summary>
internal interface IStatefulReader : ITrainingReader
{
    /// <summary>Writes the state.</summary>
    void Save(CallbackState state);

    /// <summary>Takes the state back, after the run has begun.</summary>
    void Restore(CallbackState state);
}
