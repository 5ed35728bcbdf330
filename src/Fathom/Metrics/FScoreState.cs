using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Counts for F-scores, per class.</summary>
/// <param name="who">The metric, for messages.</param>
/// <param name="beta">How much more recall counts than precision.</param>
/// <param name="average">What becomes of the classes.</param>
/// <param name="threshold">A prediction above it counts as positive; the largest of a sample if none.</param>
internal sealed class FScoreState(string who, double beta, FScoreAverage average, double? threshold) : MetricState
{
    private readonly double? _threshold = threshold;

    // Per class: found, predicted, true.
    private readonly RunningTensor _counts = new();

    /// <summary>Accepts a threshold.</summary>
    public static double? Threshold(double? value) => value is null or (> 0 and <= 1)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The threshold of an F-score lies above 0 and at most at 1; leave it out to take the largest output.");

    /// <summary>Reads an average.</summary>
    public static FScoreAverage ReadAverage(JsonObject config) => config["average"] is null
        ? FScoreAverage.None
        : Enum.TryParse(config.Need<string>("average"), ignoreCase: true, out FScoreAverage average)
            ? average
            : throw new ModelFormatException($"The saved F-score averages by {config["average"]}, which is not known. Known are micro, macro, weighted and null.");

    /// <summary>Writes an average.</summary>
    public static JsonNode? WriteAverage(FScoreAverage average) => average == FScoreAverage.None ? null : KerasNames.SnakeCase(average.ToString());

    /// <summary>Begins a count.</summary>
    public static FScoreState Start(Metric metric, double beta, FScoreAverage average, double? threshold, Shape output) => threshold is not null || output.Count == 0 || output[^1] != 1
        ? new FScoreState($"Metric '{metric.Name}'", beta, average, threshold)
        : throw new ArgumentException($"Metric '{metric.Name}' has a single output to choose the largest from, so all would be positive. Set Threshold, for example to 0.5.", nameof(output));

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor truth = TargetAlignment.OneHot(target, prediction, who);
        if (prediction.ndim == 1) (truth, prediction) = (truth.unsqueeze(-1), prediction.unsqueeze(-1));
        Tensor taken = _threshold is double least
            ? prediction.gt(least)
            : prediction.ge(prediction.amax([-1L], keepdim: true)).logical_and(prediction.abs().gt(1e-9));
        Tensor weights = SampleWeights.Of(sampleWeight, prediction), right = truth.ne(0);
        Tensor counts = stack([weights * taken.logical_and(right), weights * taken, weights * right]);
        _counts.Add(counts.reshape(3, -1, prediction.shape[^1]).sum(1L));
    }

    public override double Result()
    {
        double[] counts = _counts.Read();
        if (counts.Length == 0) return double.NaN;
        int classes = counts.Length / 3;
        if (average == FScoreAverage.Micro) return Score(counts[..classes].Sum(), counts[classes..(2 * classes)].Sum(), counts[(2 * classes)..].Sum());
        double[] scores = PerClass(counts), actual = counts[(2 * classes)..];
        return average == FScoreAverage.Weighted ? scores.Zip(actual, (score, count) => score * count).Sum() / actual.Sum() : scores.Average();
    }

    public override IReadOnlyList<double> Results() => average == FScoreAverage.None && _counts.Read() is { Length: > 0 } counts ? PerClass(counts) : [Result()];

    public override void Reset() => _counts.Reset();

    private double[] PerClass(double[] counts) =>
        [.. Enumerable.Range(0, counts.Length / 3).Select(i => Score(counts[i], counts[counts.Length / 3 + i], counts[2 * counts.Length / 3 + i]))];

    // (1 + β²) P R / (β² P + R) in counts; 0 where nothing was found.
    private double Score(double found, double predicted, double actual) => found == 0 ? 0 : (1 + beta * beta) * found / (beta * beta * actual + predicted);
}
