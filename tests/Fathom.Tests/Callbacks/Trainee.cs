using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Training;

namespace Fathom.Tests.Callbacks;

/// <summary>A model that does not train: its one weight is the number of the epoch.</summary>
internal sealed class Trainee : ITrainee
{
    public string Name => "trainee";

    public IReadOnlyList<Layer> Layers { get; init; } = [];

    public string? Architecture => null;

    public Optimizer Optimizer { get; init; } = new SGD(0.1);

    public float Weight { get; set; }

    public List<string> Saved { get; } = [];

    public float[][] GetWeights() => [[Weight]];

    public void SetWeights(IReadOnlyList<float[]> weights) => Weight = weights[0][0];

    public bool UsesAverage { get; set; }

    public void Save(string path) => Saved.Add(path);

    public void SaveWeights(string path) => Saved.Add(path);

    /// <summary>Publishes a run whose figure takes these values, one an epoch, until a callback stops it.</summary>
    public TrainingRun Run(Callback callback, string figure, params double[] values) => Run(callback, [.. values.Select(value => new Scores([new("loss", 1), new(figure, value)]))]);

    public TrainingRun Run(Callback callback, params Scores[] logs)
    {
        var run = new TrainingRun(this, logs.Length);
        callback.Join(run);
        var store = new TrainingStore([callback]);
        store.Publish(new TrainingEvent.Started(logs.Length, 1, 1));
        for (int epoch = 0; epoch < logs.Length && run.StopReason is null; epoch++)
        {
            Scores figures = logs[epoch];
            Weight = epoch;
            store.Publish(new TrainingEvent.EpochStarted(epoch));
            store.Publish(new TrainingEvent.BatchEnded(epoch, 0, () => figures));
            if (run.StopReason is null) store.Publish(new TrainingEvent.EpochEnded(epoch, figures, TimeSpan.FromSeconds(1)));
        }
        store.Publish(new TrainingEvent.Ended(run.StopReason, TimeSpan.FromSeconds(1)));
        return run;
    }
}
