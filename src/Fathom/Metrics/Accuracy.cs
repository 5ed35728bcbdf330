using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>The accuracy that fits, chosen as Keras does for the text <c>"accuracy"</c>.</summary>
/// <remarks>
/// One output: <see cref="BinaryAccuracy"/>, with threshold 0.5, or 0 where the loss takes logits (Keras keeps 0.5 there). Several outputs:
/// <see cref="SparseCategoricalAccuracy"/> where targets have fewer axes or a last axis of 1, else <see cref="CategoricalAccuracy"/>.
/// </remarks>
public sealed class Accuracy : Metric, IFromConfig<Accuracy>
{
    /// <inheritdoc/>
    public static Accuracy FromConfig(JsonObject config) => new() { Name = config.LayerName() };

    /// <inheritdoc/>
    public override MetricState Start(Shape output, Loss? loss) => new State(this, output, loss);

    private Metric Choose(Tensor target, Tensor prediction, Loss? loss)
    {
        long[] have = target.shape, want = prediction.shape;
        if (want[^1] == 1) return new BinaryAccuracy { Name = Name, Threshold = loss?.TakesLogits == true ? 0 : 0.5 };
        return have.Length < want.Length || have[^1] == 1 ? new SparseCategoricalAccuracy { Name = Name } : new CategoricalAccuracy { Name = Name };
    }

    private sealed class State(Accuracy metric, Shape output, Loss? loss) : MetricState
    {
        // Chosen at the first batch: only then are the targets' axes known.
        private MetricState? _chosen;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
        {
            _chosen ??= metric.Choose(target, prediction, loss).Start(output, loss);
            _chosen.Update(target, prediction, sampleWeight);
        }

        public override double Result() => _chosen?.Result() ?? double.NaN;

        public override void Reset() => _chosen?.Reset();
    }
}
