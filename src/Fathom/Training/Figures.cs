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
    private readonly List<(string Name, int Output, bool Weighted, MetricState State)> _metrics = [];
    private readonly (string Name, RunningMean Mean)[] _outputLosses;

    /// <summary>Prepares figures.</summary>
    /// <param name="outputs">The outputs' names.</param>
    /// <param name="shapes">Their shapes.</param>
    /// <param name="losses">One per output.</param>
    /// <param name="metrics">Per output, those that masks alone act on.</param>
    /// <param name="weightedMetrics">Per output, those that sample weights act on too.</param>
    public Figures(
        IReadOnlyList<string> outputs, IReadOnlyList<Shape> shapes, IReadOnlyList<Loss> losses, IReadOnlyList<IReadOnlyList<Metric>> metrics,
        IReadOnlyList<IReadOnlyList<Metric>> weightedMetrics)
    {
        bool several = outputs.Count > 1;
        _outputLosses = several ? [.. outputs.Select(name => ($"{name}_loss", new RunningMean()))] : [];
        HashSet<string> taken = ["loss", .. _outputLosses.Select(part => part.Name)];
        Add(metrics, weighted: false);
        Add(weightedMetrics, weighted: true);

        void Add(IReadOnlyList<IReadOnlyList<Metric>> all, bool weighted)
        {
            for (int i = 0; i < all.Count; i++)
                foreach (Metric metric in all[i])
                    _metrics.Add((NameOf(metric, several ? $"{outputs[i]}_" : "", weighted), i, weighted, metric.Start(shapes[i], losses.Count > i ? losses[i] : null)));
        }

        // As Keras: what is there already comes again as weighted_name, name_1, name_2 ….
        string NameOf(Metric metric, string output, bool weighted)
        {
            string name = output + metric.Name;
            if (taken.Contains(name) && weighted) name = $"{output}weighted_{metric.Name}";
            string numbered = name;
            for (int i = 1; !taken.Add(numbered); i++) numbered = $"{name}_{i}";
            return numbered;
        }
    }

    private IEnumerable<object> States => [_loss, .. _outputLosses.Select(part => part.Mean), .. _metrics.Select(metric => metric.State)];

    /// <summary>Whether there is anything beside the loss.</summary>
    public bool HasMetrics => _metrics.Count > 0;

    public void AddLoss(Tensor loss, int count) => _loss.Add(loss, count);

    public void AddLoss(double loss, int count) => _loss.Add(loss, count);

    public void AddOutputLoss(int output, Tensor loss, int count)
    {
        if (_outputLosses.Length > 0) _outputLosses[output].Mean.Add(loss, count);
    }

    public void AddMetrics(Batch batch, IReadOnlyList<Tensor> predictions)
    {
        if (_metrics.Count == 0) return;
        using var quiet = no_grad();
        foreach ((_, int output, bool weighted, MetricState state) in _metrics)
        {
            Tensor prediction = predictions[output];
            if (prediction.requires_grad) prediction = prediction.detach();
            if (prediction.dtype != float32) prediction = prediction.to(float32);
            Tensor? weight = weighted ? batch.WeightOf(output) : null;
            state.Update(batch.Targets[output], prediction, Masks.Of(predictions[output]) is Tensor mask ? LossWeighting.Combine(weight, mask, mask.to(float32)) : weight);
        }
    }

    public void Reset()
    {
        _loss.Reset();
        foreach ((_, RunningMean mean) in _outputLosses) mean.Reset();
        foreach ((_, _, _, MetricState state) in _metrics) state.Reset();
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
        .. _metrics.SelectMany(metric => Named(metric.Name, metric.State.Results())),
    ],
    _metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.State.Matrix())).Where(pair => pair.Value is not null)!);

    private static IEnumerable<KeyValuePair<string, double>> Named(string name, IReadOnlyList<double> figures) =>
        figures.Select((figure, i) => KeyValuePair.Create(figures.Count == 1 ? name : $"{name}_{i}", figure));
}
