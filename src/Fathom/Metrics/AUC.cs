using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>
/// The area under the receiver operating characteristic, or another curve, by thresholds (<c>keras.metrics.AUC</c>). Targets are 0 and 1, predictions
/// probabilities.
/// </summary>
/// <remarks>NaN where only one class occurs, or a prediction is no number: there is no curve then (Keras says 0).</remarks>
public sealed class AUC : Metric, IFromConfig<AUC>
{
    // As Keras: the outer thresholds lie just outside of 0 to 1, so that every prediction is above the first and none above the last.
    private const double Outside = 1e-7;

    /// <summary>The number of thresholds from just under 0 to just over 1, at least 2; 200 unless given. Without effect beside <see cref="Thresholds"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int ThresholdCount { get; init => field = Metrics.Thresholds.Count(value, 2); } = 200;

    /// <summary>Thresholds of your own between 0 and 1, to which 0 and 1 are added; evenly spaced ones unless given.</summary>
    /// <exception cref="ArgumentException">Empty or not finite.</exception>
    public IReadOnlyList<double>? Thresholds { get; init => field = Metrics.Thresholds.Checked(value); }

    /// <summary>The curve; ROC unless given.</summary>
    public AUCCurve Curve { get; init; }

    /// <summary>How to sum; by interpolation unless given.</summary>
    public AUCSummation Summation { get; init; }

    /// <summary>Whether each label of the last axis has its own curve, of whose areas the mean is taken; otherwise all values share one.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>How much each label counts; the same unless given.</summary>
    public IReadOnlyList<double>? LabelWeights { get; init; }

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; init; }

    /// <inheritdoc/>
    public static AUC FromConfig(JsonObject config) => new()
    {
        Name = config.LayerName(),
        ThresholdCount = config.Get("num_thresholds", 200),
        Thresholds = config.GetNumbers("thresholds"),
        Curve = config.Get("curve", "ROC").ToUpperInvariant() switch
        {
            "ROC" => AUCCurve.ROC,
            "PR" => AUCCurve.PR,
            "PRGAIN" => AUCCurve.PRGain,
            string other => throw new ModelFormatException($"The saved metric is the area under the curve '{other}', which is not known. Known are ROC, PR and PRGAIN."),
        },
        Summation = Enum.TryParse(config.Get("summation_method", "interpolation"), ignoreCase: true, out AUCSummation method)
            ? method
            : throw new ModelFormatException($"The saved metric sums an area by '{config["summation_method"]}', which is not known. Known are interpolation, majoring and minoring."),
        MultiLabel = config.Get("multi_label", false),
        LabelWeights = config.GetNumbers("label_weights"),
        FromLogits = config.Get("from_logits", false),
    };

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["num_thresholds"] = Thresholds?.Count + 2 ?? ThresholdCount;
        config["curve"] = Curve.ToString().ToUpperInvariant();
        config["summation_method"] = KerasNames.SnakeCase(Summation.ToString());
        config["multi_label"] = MultiLabel;
        config["label_weights"] = LabelWeights is null ? null : new JsonArray([.. LabelWeights.Select(weight => JsonValue.Create(weight))]);
        config["from_logits"] = FromLogits;
        if (Thresholds is not null) config["thresholds"] = new JsonArray([.. Thresholds.Select(threshold => JsonValue.Create(threshold))]);
        return config;
    }

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new State(this);

    private sealed class State(AUC metric) : MetricState
    {
        private readonly RunningSum _outside = new(), _missing = new();

        private readonly ThresholdCounts _counts = new(
            $"Metric '{metric.Name}'", [-Outside, .. metric.Thresholds?.Order() ?? Metrics.Thresholds.Even(metric.ThresholdCount)[1..^1].AsEnumerable(), 1 + Outside])
        {
            PerLabel = metric.MultiLabel,
            LabelWeights = metric.MultiLabel ? null : metric.LabelWeights,
        };

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            if (metric.FromLogits) prediction = prediction.sigmoid();
            else _outside.Add(prediction.lt(0).logical_or(prediction.gt(1)).sum());
            _missing.Add(prediction.isnan().sum());
            _counts.Add(target, prediction, sampleWeight);
        }

        public override double Result()
        {
            if (_outside.Value > 0)
                throw new InvalidOperationException(
                    $"Metric '{metric.Name}' got {_outside.Value} predictions outside 0 to 1. Give the last layer a sigmoid, or set FromLogits if it gives logits.");
            if (_counts.Read() is not { Count: > 0 } labels || _missing.Value > 0) return double.NaN;
            double[] areas = [.. labels.Select(points => CurveArea.Of(points, metric.Curve, metric.Summation))];
            return metric is { MultiLabel: true, LabelWeights: { } weights } ? areas.Zip(weights, (area, weight) => area * weight).Sum() / weights.Sum() : areas.Average();
        }

        public override void Reset()
        {
            _counts.Reset();
            _outside.Reset();
            _missing.Reset();
        }
    }
}
