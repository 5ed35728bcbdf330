using Fathom.Data;
using TorchSharp;

namespace Fathom.Training;

/// <summary>What the training loop needs of a model.</summary>
internal interface ITrainable : ITrainee
{
    /// <summary>Where the model's weights are.</summary>
    torch.Device Device { get; }

    /// <summary>The running figures.</summary>
    Figures Figures { get; }

    /// <summary>Trains on one batch and adds to the figures.</summary>
    void TrainOn(Batch batch);

    /// <summary>Adds one batch to the figures without training.</summary>
    void TestOn(Batch batch);

    /// <summary>Gives the weights their final values once the last batch is trained on.</summary>
    void FinishTraining();
}
