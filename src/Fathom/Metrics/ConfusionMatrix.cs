using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>How often each class was taken for each: <c>scores.Matrix("confusion_matrix")</c> after Evaluate, true classes in rows, predicted ones in columns. Keras has no such metric.</summary>
/// <remarks>
/// Several outputs: the largest is the predicted class; targets are class numbers or one-hot. One output: the side of <see cref="Threshold"/>, targets 0 and
/// 1. It adds no figure to logs. Its one number, <see cref="MetricState.Result"/>, is the share on the diagonal.
/// </remarks>
public sealed class ConfusionMatrix : Metric, IFromConfig<ConfusionMatrix>
{
    /// <summary>A prediction above it counts as class 1 where there is one output; 0.5 unless given. For logits use 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public static ConfusionMatrix FromConfig(JsonObject config) => new() { Name = config.LayerName(), Threshold = config.Get("threshold", 0.5) };

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["name"] = Name, ["threshold"] = Threshold };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss)
    {
        ArgumentNullException.ThrowIfNull(output);
        int classes = output.Count == 0 ? 1 : output[^1];
        if (classes == Shape.Unknown) throw new ArgumentException($"Metric '{Name}' needs a known number of classes, but the model gives {output}.", nameof(output));
        return new State(this, classes);
    }

    private sealed class State(ConfusionMatrix metric, int classes) : MetricState
    {
        private readonly ClassMatrix _matrix = new(Math.Max(2, classes));

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            string who = $"Metric '{metric.Name}'";
            Tensor truth = TargetAlignment.OneHot(target, prediction, who);
            if (classes == 1) _matrix.Add(truth.to(int64), prediction.gt(metric.Threshold).to(int64), sampleWeight);
            else _matrix.Add(truth.to(float32).argmax(-1), prediction.argmax(-1), sampleWeight);
        }

        public override double Result()
        {
            if (_matrix.Read() is not double[,] counts) return double.NaN;
            double right = 0;
            for (int i = 0; i < counts.GetLength(0); i++) right += counts[i, i];
            return right / counts.Cast<double>().Sum();
        }

        public override IReadOnlyList<double> Results() => [];

        public override double[,]? Matrix() => _matrix.Read();

        public override void Reset() => _matrix.Reset();
    }
}
