using Fathom.Data;
using Fathom.Layers;
using TorchSharp;

namespace Fathom.Training;

/// <summary>What the training loop needs of a model.</summary>
internal interface ITrainable : ITrainee
{
    /// <summary>Where the model's weights are.</summary>
    torch.Device Device { get; }

    /// <summary>The running figures.</summary>
    Figures Figures { get; }

    /// <summary>All weights, in the order of <see cref="ITrainee.GetWeights"/>.</summary>
    IEnumerable<Weight> AllWeights { get; }

    /// <summary>The sequences of random numbers of all layers.</summary>
    IEnumerable<RandomStream> RandomStreams { get; }

    /// <summary>What all layers carry from batch to batch.</summary>
    IEnumerable<CarriedStates> Carried { get; }

    /// <summary>Says whether the weights and the optimizer's average are exchanged, after both were set from outside.</summary>
    void TakeOverAverage(bool isInPlace);

    /// <summary>Trains on one batch and adds to the figures.</summary>
    void TrainOn(Batch batch);

    /// <summary>Adds one batch to the figures without training.</summary>
    void TestOn(Batch batch);

    /// <summary>Gives the weights their final values once the last batch is trained on.</summary>
    void FinishTraining();
}
