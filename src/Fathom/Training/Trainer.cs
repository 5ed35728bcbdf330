using System.Diagnostics;
using Fathom.Data;
using static TorchSharp.torch;

namespace Fathom.Training;

/// <summary>The training loop. It trains and publishes what happens; what to show, keep or stop is up to the readers.</summary>
internal static class Trainer
{
    public static void Fit(ITrainable model, Dataset train, Dataset? validation, TrainingRun run, TrainingStore store, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var feed = new BatchFeed(train, model.Device);
        using BatchFeed? validationFeed = validation is null ? null : new BatchFeed(validation, model.Device);
        store.Publish(new TrainingEvent.Started(run.Epochs, train.BatchCount, train.Count));
        for (int epoch = 0; epoch < run.Epochs && run.StopReason is null; epoch++)
        {
            TimeSpan begun = clock.Elapsed;
            store.Publish(new TrainingEvent.EpochStarted(epoch));
            Pass(model, feed, model.TrainOn, batch =>
            {
                store.Publish(new TrainingEvent.BatchEnded(epoch, batch, model.Figures.Read));
                if (cancellation.IsCancellationRequested) run.Stop("cancelled");
                return run.StopReason is null;
            });
            // An epoch that was cut short has no figures to compare with others.
            if (run.StopReason is not null) break;
            IEnumerable<KeyValuePair<string, double>> logs = model.Figures.Read();
            if (validationFeed is not null)
                logs = logs.Concat(Evaluate(model, validationFeed).Select(figure => KeyValuePair.Create("val_" + figure.Key, figure.Value)));
            store.Publish(new TrainingEvent.EpochEnded(epoch, new Scores(logs), clock.Elapsed - begun));
        }
        model.FinishTraining();
        store.Publish(new TrainingEvent.Ended(run.StopReason, clock.Elapsed));
    }

    public static Scores Evaluate(ITrainable model, BatchFeed feed)
    {
        using var quiet = inference_mode();
        Pass(model, feed, model.TestOn, _ => true);
        return model.Figures.Read();
    }

    // One scope per batch: every tensor a step makes is freed when it ends.
    private static void Pass(ITrainable model, BatchFeed feed, Action<Batch> step, Func<int, bool> goOn)
    {
        model.Figures.Reset();
        using IEnumerator<Batch> batches = feed.Epoch().GetEnumerator();
        for (int index = 0; ; index++)
        {
            using var scope = NewDisposeScope();
            if (!batches.MoveNext()) return;
            step(batches.Current);
            if (!goOn(index)) return;
        }
    }
}
