using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Weighted counts by true and predicted class, summed where the predictions are.</summary>
/// <param name="classes">The number of classes.</param>
/// <param name="ignored">A true class that does not count, if any.</param>
internal sealed class ClassMatrix(int classes, int? ignored = null)
{
    private readonly int? _ignored = ignored;
    private readonly RunningTensor _counts = new();

    /// <summary>Adds a batch of class numbers of one shape. Numbers out of range do not count, as in Keras.</summary>
    public void Add(Tensor truth, Tensor guess, Tensor? sampleWeight)
    {
        Tensor counts = truth.ge(0).logical_and(truth.lt(classes)).logical_and(guess.ge(0)).logical_and(guess.lt(classes));
        if (_ignored is int left) counts = counts.logical_and(truth.ne(left));
        Tensor weights = SampleWeights.Of(sampleWeight, truth) * counts;
        _counts.Scatter((long)classes * classes, (truth * classes + guess).masked_fill(counts.logical_not(), 0).flatten(), weights.flatten());
    }

    /// <summary>True classes in rows, predicted ones in columns; none before anything was counted.</summary>
    public double[,]? Read()
    {
        if (_counts.Read() is not { Length: > 0 } flat) return null;
        double[,] matrix = new double[classes, classes];
        for (int i = 0; i < flat.Length; i++) matrix[i / classes, i % classes] = flat[i];
        return matrix;
    }

    public void Reset() => _counts.Reset();
}
