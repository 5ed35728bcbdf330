using Fathom.Data;
using Fathom.Layers;
using Fathom.Losses;
using Fathom.Metrics;
using static TorchSharp.torch;

namespace Fathom.Training;

/// <summary>The running loss and metrics of one pass through data.</summary>
internal sealed class Figures
{
    private readonly RunningMean _loss = new();
    private readonly List<(string Name, int Output, MetricState State)> _metrics = [];
    private readonly (string Name, RunningMean Mean)[] _outputLosses;

    public Figures(IReadOnlyList<string> outputs, IReadOnlyList<Shape> shapes, IReadOnlyList<Loss> losses, IReadOnlyList<IReadOnlyList<Metric>> metrics)
    {
        bool several = outputs.Count > 1;
        _outputLosses = several ? [.. outputs.Select(name => ($"{name}_loss", new RunningMean()))] : [];
        for (int i = 0; i < metrics.Count; i++)
            foreach (Metric metric in metrics[i])
                _metrics.Add((several ? $"{outputs[i]}_{metric.Name}" : metric.Name, i, metric.Start(shapes[i], losses.Count > i ? losses[i] : null)));
    }

    private IEnumerable<object> States => [_loss, .. _outputLosses.Select(part => part.Mean), .. _metrics.Select(metric => metric.State)];

    public void AddLoss(Tensor loss, int count) => _loss.Add(loss, count);

    public void AddOutputLoss(int output, Tensor loss, int count)
    {
        if (_outputLosses.Length > 0) _outputLosses[output].Mean.Add(loss, count);
    }

    public void AddMetrics(Batch batch, IReadOnlyList<Tensor> predictions)
    {
        if (_metrics.Count == 0) return;
        using var quiet = no_grad();
        foreach ((_, int output, MetricState state) in _metrics)
        {
            Tensor prediction = predictions[output].detach();
            if (prediction.dtype != float32) prediction = prediction.to(float32);
            Tensor? weight = batch.WeightOf(output);
            state.Update(batch.Targets[output], prediction, Masks.Of(predictions[output]) is Tensor mask ? LossWeighting.Combine(weight, mask, mask) : weight);
        }
    }

    public void Reset()
    {
        _loss.Reset();
        foreach ((_, RunningMean mean) in _outputLosses) mean.Reset();
        foreach ((_, _, MetricState state) in _metrics) state.Reset();
    }

    /// <summary>The figures' numbers, to go on from later.</summary>
    public double[][] Export() => [.. States.SelectMany(RunningValues.Export)];

    /// <summary>Goes on from numbers that <see cref="Export"/> gave.</summary>
    public void Import(IReadOnlyList<double[]> values, Device device)
    {
        using IEnumerator<double[]> remaining = values.GetEnumerator();
        foreach (object state in States) RunningValues.Import(state, remaining, device);
        if (remaining.MoveNext()) throw new InvalidOperationException("The checkpoint holds figures of more metrics. Compile with the same metrics, or delete the checkpoint to begin anew.");
    }

    public Scores Read() => new([
        new("loss", _loss.Result),
        .. _outputLosses.Select(part => KeyValuePair.Create(part.Name, part.Mean.Result)),
        .. _metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.State.Result())),
    ]);
}
