using Fathom.Data;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Training;

/// <summary>All that a training run needs to go on exactly where it stopped, as if it never had. The file is described in <c>docs/checkpoints.md</c>.</summary>
/// <param name="Epoch">The epoch in progress, counted from 0.</param>
/// <param name="Batches">How many of its batches are done.</param>
/// <param name="Steps">How many batches it has.</param>
internal sealed partial record TrainingCheckpoint(int Epoch, int Batches, int Steps)
{
    /// <summary>How long the run has taken so far.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>When, in that time, the epoch in progress began.</summary>
    public TimeSpan EpochBegun { get; init; }

    /// <summary>Why the run was about to end, if it was.</summary>
    public string? StopReason { get; init; }

    /// <summary>The figures of the epoch that has just ended; none in the midst of one.</summary>
    public Scores Logs { get; init; } = new([]);

    /// <summary>The state of <see cref="Seeds"/>.</summary>
    public ulong Seed { get; private init; }

    public FeedPosition Position { get; private init; }

    public string Model { get; private init; } = "";

    public IReadOnlyList<StoredWeight> Weights { get; private init; } = [];

    /// <summary>Whether the weights are the moving average, and the optimizer holds those of the last step.</summary>
    public bool UsesAverage { get; private init; }

    public OptimizerState Optimizer { get; private init; } = new([]);

    /// <summary>The state of every layer's sequences of random numbers.</summary>
    public IReadOnlyList<ulong> Streams { get; private init; } = [];

    /// <summary>What every layer carries from batch to batch.</summary>
    public IReadOnlyList<IReadOnlyList<StoredWeight>> Carried { get; private init; } = [];

    /// <summary>The running figures of the epoch in progress; empty between epochs.</summary>
    public IReadOnlyList<double[]> Figures { get; private init; } = [];

    public IReadOnlyList<TimeSpan> Durations { get; private init; } = [];

    public IReadOnlyList<(string Name, double[] Values)> Series { get; private init; } = [];

    /// <summary>The callbacks, by class and in their order.</summary>
    public IReadOnlyList<(string Kind, CallbackState State)> Callbacks { get; private init; } = [];

    /// <summary>Writes down where a run is.</summary>
    public static TrainingCheckpoint Take(ITrainable model, BatchFeed feed, History history, IReadOnlyList<ITrainingReader> readers, TrainingCheckpoint place) => place with
    {
        Seed = Seeds.State,
        Position = feed.Position,
        Model = model.Name,
        Weights = [.. model.AllWeights.Select(weight => new StoredWeight(weight.Name, weight.Shape.ToArray(), weight.ToArray()))],
        UsesAverage = model.UsesAverage,
        Optimizer = model.Optimizer.ExportState(),
        Streams = [.. model.RandomStreams.Select(stream => stream.State)],
        Carried = [.. model.Carried.Select(states => states.Export())],
        Figures = place.Batches == 0 ? [] : model.Figures.Export(),
        Durations = [.. history.Durations],
        Series = [.. history.Names.Select(name => (name, history[name].ToArray()))],
        Callbacks = [.. readers.OfType<IStatefulReader>().Select(reader =>
        {
            var state = new CallbackState();
            reader.Save(state);
            return (reader.GetType().Name, state);
        })],
    };

    /// <summary>Puts everything back.</summary>
    /// <exception cref="InvalidOperationException">The run is another than the one that was interrupted.</exception>
    public void Apply(ITrainable model, BatchFeed feed, History history, IReadOnlyList<ITrainingReader> readers, int steps)
    {
        if (Steps != steps) throw Other($"an epoch had {Steps} batches there and has {steps} here");
        if ((Position.Seed is null) != (feed.Position.Seed is null)) throw Other("the data is shuffled in one of them only");
        Weight[] weights = [.. model.AllWeights];
        if (Difference(weights) is string difference) throw Other(difference);
        RandomStream[] streams = [.. model.RandomStreams];
        if (streams.Length != Streams.Count) throw Other($"its layers drew from {Streams.Count} sequences of random numbers there and draw from {streams.Length} here");
        CarriedStates[] carried = [.. model.Carried];
        if (carried.Length != Carried.Count) throw Other($"{Carried.Count} of its layers could carry states there and {carried.Length} can here");
        IStatefulReader[] stateful = [.. readers.OfType<IStatefulReader>()];
        if (!stateful.Select(reader => reader.GetType().Name).SequenceEqual(Callbacks.Select(callback => callback.Kind)))
            throw Other($"its callbacks were {string.Join(", ", Callbacks.Select(callback => callback.Kind))} there and are {string.Join(", ", stateful.Select(reader => reader.GetType().Name))} here");

        if (Batches > 0) MeetData(model, feed);
        for (int i = 0; i < weights.Length; i++) weights[i].Assign(Weights[i].Values);
        try
        {
            model.Optimizer.ImportState(Optimizer);
        }
        catch (ArgumentException e)
        {
            throw Other($"the optimizer differs ({e.Message})", e);
        }
        model.TakeOverAverage(UsesAverage);
        for (int i = 0; i < streams.Length; i++) streams[i].State = Streams[i];
        for (int i = 0; i < carried.Length; i++) carried[i].Import(Carried[i], model.Device);
        feed.Position = Position;
        model.Figures.Reset();
        if (Batches > 0) model.Figures.Import(Figures, model.Device);
        history.Restore(Series, Durations);
        for (int i = 0; i < stateful.Length; i++) stateful[i].Restore(Callbacks[i].State);
        // Last: what was made on the way here has drawn seeds.
        Seeds.State = Seed;
    }

    /// <summary>Takes the weights, and the optimizer's state if wanted, without the place in the run.</summary>
    /// <exception cref="ModelFormatException">They belong to another architecture or optimizer.</exception>
    public void ApplyWeights(ITrainable model, bool withOptimizer, string path)
    {
        Weight[] weights = [.. model.AllWeights];
        if (Difference(weights) is string difference) throw new ModelFormatException($"The checkpoint '{path}' belongs to another architecture (model '{Model}'): {difference}.");
        if (withOptimizer)
        {
            try
            {
                model.Optimizer.ImportState(Optimizer);
            }
            catch (ArgumentException e)
            {
                throw new ModelFormatException($"The optimizer's state in the checkpoint '{path}' does not belong to the {model.Optimizer.GetType().Name} that model '{model.Name}' is compiled with ({e.Message})", e);
            }
            model.TakeOverAverage(UsesAverage);
        }
        for (int i = 0; i < weights.Length; i++) weights[i].Assign(Weights[i].Values);
    }

    private string? Difference(Weight[] weights)
    {
        if (weights.Length != Weights.Count) return $"the model had {Weights.Count} weights there and has {weights.Length} here";
        for (int i = 0; i < weights.Length; i++)
            if (!weights[i].Shape.SequenceEqual(Weights[i].Shape))
                return $"weight {i} ('{weights[i].Name}') had shape ({string.Join(", ", Weights[i].Shape)}) there and has ({string.Join(", ", weights[i].Shape.ToArray())}) here";
        return null;
    }

    // Some metrics choose how to count when they see the first batch; only then can they go on from a count.
    private static void MeetData(ITrainable model, BatchFeed feed)
    {
        using var scope = NewDisposeScope();
        using var quiet = inference_mode();
        foreach (Batch batch in feed.Take(1)) model.TestOn(batch);
    }

    private InvalidOperationException Other(string difference, Exception? inner = null) => new(
        $"The checkpoint belongs to another training run (of model '{Model}'): {difference}. Run it with the same model, optimizer, data and callbacks, or delete the checkpoint to begin anew.", inner);
}
