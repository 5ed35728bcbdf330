using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>
/// The coefficient of determination 1 − Σ(t − p)² / Σ(t − t̄)² over all samples, per output (<c>keras.metrics.R2Score</c>): 1 is perfect, 0 no better than
/// the targets' mean.
/// </summary>
/// <remarks>An output whose targets are all the same gives 0, as in Keras.</remarks>
public sealed class R2Score : Metric, IFromConfig<R2Score>
{
    /// <summary>How outputs become one figure; their plain mean unless given.</summary>
    public R2Aggregation ClassAggregation { get; init; } = R2Aggregation.UniformAverage;

    /// <summary>The number of regressors p of the adjusted score 1 − (1 − R²)(n − 1)/(n − p − 1); 0, no adjustment, unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Regressors
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of regressors is 0 (no adjustment) or more.");
    }

    /// <inheritdoc/>
    public static R2Score FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        R2Aggregation aggregation = config.TryGetPropertyValue("class_aggregation", out JsonNode? node) && node is null
            ? R2Aggregation.None
            : config.Get("class_aggregation", "uniform_average") switch
            {
                "uniform_average" => R2Aggregation.UniformAverage,
                "variance_weighted_average" => R2Aggregation.VarianceWeightedAverage,
                string other => throw new ModelFormatException($"The saved R2Score aggregates by '{other}', which is not known. Known are uniform_average, variance_weighted_average and null."),
            };
        return new R2Score { Name = config.LayerName(), ClassAggregation = aggregation, Regressors = config.Get("num_regressors", 0) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["name"] = Name,
        ["class_aggregation"] = ClassAggregation == R2Aggregation.None ? null : KerasNames.SnakeCase(ClassAggregation.ToString()),
        ["num_regressors"] = Regressors,
    };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new State(this);

    private sealed class State(R2Score metric) : MetricState
    {
        // Per output: Σw, Σwt, Σwt², Σw(t − p)².
        private readonly RunningTensor _sums = new();
        private readonly RunningSum _samples = new();

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            Tensor truth = TargetAlignment.Align(target, prediction, $"Metric '{metric.Name}'").to(float64), guess = prediction.to(float64);
            Tensor weights = SampleWeights.Of(sampleWeight, truth);
            Tensor rows = stack([weights, weights * truth, weights * truth.square(), weights * (truth - guess).square()]);
            int outputs = truth.ndim < 2 ? 1 : (int)truth.shape[^1];
            _sums.Add(rows.reshape(4, -1, outputs).sum(1L));
            _samples.Add(weights.reshape(-1, outputs).ne(0).any(1).sum());
        }

        public override double Result()
        {
            if (metric.ClassAggregation != R2Aggregation.VarianceWeightedAverage) return Results().DefaultIfEmpty(double.NaN).Average();
            double[] variances = Per((count, sum, squares, _) => squares - sum * sum / count), scores = Raw();
            return scores.Length == 0 ? double.NaN : Adjust(scores.Zip(variances, (score, variance) => score * variance).Sum() / variances.Sum());
        }

        public override IReadOnlyList<double> Results() => metric.ClassAggregation switch
        {
            R2Aggregation.None => [.. Raw().Select(Adjust)],
            R2Aggregation.UniformAverage => Raw() is { Length: > 0 } scores ? [Adjust(scores.Average())] : [double.NaN],
            _ => [Result()],
        };

        public override void Reset()
        {
            _sums.Reset();
            _samples.Reset();
        }

        private double[] Raw() => Per((count, sum, squares, residual) =>
        {
            double score = 1 - residual / (squares - sum * sum / count);
            return double.IsInfinity(score) ? 0 : score;
        });

        private double[] Per(Func<double, double, double, double, double> figure)
        {
            double[] sums = _sums.Read();
            int outputs = sums.Length / 4;
            return [.. Enumerable.Range(0, outputs).Select(i => figure(sums[i], sums[outputs + i], sums[2 * outputs + i], sums[3 * outputs + i]))];
        }

        private double Adjust(double score)
        {
            double free = _samples.Value - metric.Regressors - 1;
            // As Keras: too few samples to adjust leave the score as it is.
            return metric.Regressors == 0 || free <= 0 ? score : 1 - (1 - score) * (_samples.Value - 1) / free;
        }
    }
}
