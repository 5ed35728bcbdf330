using Fathom.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Weighted counts of positives and negatives above each of several thresholds, summed where the predictions are.</summary>
/// <param name="who">The metric, for messages.</param>
/// <param name="thresholds">In any order; a prediction above one counts as positive there.</param>
internal sealed class ThresholdCounts(string who, IReadOnlyList<double> thresholds)
{
    private readonly IReadOnlyList<double> _thresholds = thresholds;
    private readonly RunningTensor _positives = new(), _negatives = new();
    private readonly double[] _sorted = [.. thresholds.Order()];
    private int _labels = 1;

    /// <summary>Only the largest outputs of each sample may count as positive, if given.</summary>
    public int? TopK { get; init; }

    /// <summary>The only class that counts, if given.</summary>
    public int? ClassId { get; init; }

    /// <summary>Whether labels are counted apart.</summary>
    public bool PerLabel { get; init; }

    /// <summary>How much each label counts, where they are counted together.</summary>
    public IReadOnlyList<double>? LabelWeights { get; init; }

    /// <summary>Adds a batch.</summary>
    public void Add(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        Tensor truth = TargetAlignment.Align(target, prediction, who).ne(0);
        if (TopK is int k) prediction = Metrics.TopK.Keep(prediction, k);
        if (ClassId is int id)
        {
            if (prediction.ndim < 2 || id >= prediction.shape[^1])
                throw new ShapeException($"{who} counts class {id}, but predictions have shape ({string.Join(", ", prediction.shape)}). Give a class below the length of the last axis.");
            (truth, prediction) = (truth.narrow(-1, id, 1), prediction.narrow(-1, id, 1));
        }
        if (prediction.ndim == 1) (truth, prediction) = (truth.unsqueeze(-1), prediction.unsqueeze(-1));
        Tensor weights = SampleWeights.Of(sampleWeight, prediction);
        long width = prediction.shape[^1];
        if (LabelWeights is not null)
        {
            if (LabelWeights.Count != width) throw new ShapeException($"{who} has {LabelWeights.Count} label weights for predictions of {width} labels. Give one per label.");
            weights = weights * tensor([.. LabelWeights], float64, prediction.device);
        }
        // The number of thresholds below a prediction; no number is above none.
        Tensor edges = tensor([.. _sorted.Select(edge => (float)edge)], device: prediction.device);
        Tensor places = searchsorted(edges, prediction.to(float32).contiguous()).masked_fill(prediction.isnan(), 0);
        if (PerLabel)
        {
            _labels = (int)width;
            places = places + arange(width, int64, prediction.device) * (_sorted.Length + 1);
        }
        long length = (_sorted.Length + 1) * (PerLabel ? width : 1);
        places = places.flatten();
        _positives.Scatter(length, places, (weights * truth).flatten());
        _negatives.Scatter(length, places, (weights * truth.logical_not()).flatten());
    }

    /// <summary>The counts at every threshold, in the order they were given, one list per label.</summary>
    public IReadOnlyList<Confusion[]> Read()
    {
        double[] positives = _positives.Read(), negatives = _negatives.Read();
        return positives.Length == 0 ? [] : [.. Enumerable.Range(0, _labels).Select(Label)];

        Confusion[] Label(int label)
        {
            int first = label * (_sorted.Length + 1);
            ReadOnlySpan<double> right = positives.AsSpan(first, _sorted.Length + 1), wrong = negatives.AsSpan(first, _sorted.Length + 1);
            double allRight = 0, allWrong = 0, found = 0, taken = 0;
            foreach (double count in right) allRight += count;
            foreach (double count in wrong) allWrong += count;
            var sorted = new Confusion[_sorted.Length];
            for (int i = sorted.Length - 1; i >= 0; i--)
            {
                (found, taken) = (found + right[i + 1], taken + wrong[i + 1]);
                sorted[i] = new Confusion(found, taken, allWrong - taken, allRight - found);
            }
            return [.. _thresholds.Select(threshold => sorted[Array.IndexOf(_sorted, threshold)])];
        }
    }

    public void Reset()
    {
        _positives.Reset();
        _negatives.Reset();
    }
}
