using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>
/// The area under the receiver operating characteristic by evenly spaced thresholds and the trapezoid rule (<c>keras.metrics.AUC</c>). Targets are 0
/// and 1, predictions probabilities. NaN where only one class occurs: there is no curve then (Keras says 0).
/// </summary>
public sealed class AUC : Metric, IFromConfig<AUC>
{
    /// <summary>The number of thresholds from just under 0 to just over 1, at least 2; 200 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int Thresholds
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A curve needs at least two thresholds; 200 is usual.");
    } = 200;

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; init; }

    /// <inheritdoc/>
    public static AUC FromConfig(JsonObject config)
    {
        string curve = config.Get("curve", "ROC"), summation = config.Get("summation_method", "interpolation");
        return curve == "ROC" && summation == "interpolation"
            ? new AUC { Name = config.LayerName(), Thresholds = config.Get("num_thresholds", 200), FromLogits = config.Get("from_logits", false) }
            : throw new ModelFormatException($"The saved metric is the area under the {curve} curve by {summation}; only ROC by interpolation is known here. Compile the model with another metric.");
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["name"] = Name,
        ["num_thresholds"] = Thresholds,
        ["curve"] = "ROC",
        ["summation_method"] = "interpolation",
        ["from_logits"] = FromLogits,
    };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new State(this);

    private sealed class State(AUC metric) : MetricState
    {
        private readonly RunningSum _outside = new(), _missing = new();
        private Tensor? _positives, _negatives;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            Tensor truth = TargetAlignment.Align(target, prediction, $"Metric '{metric.Name}'").to(float64).flatten(), chance = prediction.flatten();
            if (metric.FromLogits) chance = chance.sigmoid();
            else _outside.Add(chance.lt(0).logical_or(chance.gt(1)).sum());
            _missing.Add(chance.isnan().sum());
            // Bin k holds (k / (T − 1), (k + 1) / (T − 1)], so that the bins from k on are the predictions above threshold k.
            Tensor bins = (chance * (metric.Thresholds - 1)).ceil_().sub_(1).nan_to_num(0).clamp_(0, metric.Thresholds - 1).to(int64);
            Tensor weight = sampleWeight is null ? ones_like(truth) : sampleWeight.to(float64).repeat_interleave(truth.NumberOfElements / sampleWeight.NumberOfElements);
            Add(ref _positives, bins.bincount(truth * weight, metric.Thresholds));
            Add(ref _negatives, bins.bincount((1 - truth) * weight, metric.Thresholds));
        }

        public override double Result()
        {
            if (_outside.Value > 0)
                throw new InvalidOperationException(
                    $"Metric '{metric.Name}' got {_outside.Value} predictions outside 0 to 1. Give the last layer a sigmoid, or set FromLogits if it gives logits.");
            if (_positives is null || _missing.Value > 0) return double.NaN;
            double[] positives = Read(_positives), negatives = Read(_negatives!);
            double allPositives = positives.Sum(), allNegatives = negatives.Sum(), area = 0, found = 0;
            for (int k = positives.Length - 1; k >= 0; k--)
            {
                area += negatives[k] * (found + positives[k] / 2);
                found += positives[k];
            }
            return area / (allPositives * allNegatives);
        }

        public override void Reset()
        {
            _positives?.Dispose();
            _negatives?.Dispose();
            _positives = _negatives = null;
            _outside.Reset();
            _missing.Reset();
        }

        private static void Add(ref Tensor? sum, Tensor counts)
        {
            if (sum is null) sum = counts.DetachFromDisposeScope();
            else _ = sum.add_(counts);
        }

        private static double[] Read(Tensor counts)
        {
            using Tensor here = counts.cpu();
            return here.data<double>().ToArray();
        }
    }
}
