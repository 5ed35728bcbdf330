namespace Fathom.Training;

/// <summary>How far a run goes.</summary>
/// <param name="Epochs">After which epoch it ends, whatever the first one.</param>
internal sealed record TrainingPlan(int Epochs)
{
    /// <summary>The first epoch, counted from 0.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>Batches per epoch; a pass through the data unless given.</summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>Batches per validation; a pass through its data unless given.</summary>
    public int? ValidationSteps { get; init; }

    /// <summary>Every how many epochs to validate.</summary>
    public int ValidationFrequency { get; init; } = 1;
}
