using Fathom.Callbacks;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Training;
using static TorchSharp.torch;

namespace Fathom.Models;

// Compiling, training and evaluating.
public partial class Model : ITrainable
{
    private Compilation? _compilation;

    /// <summary>The optimizer the model was compiled with.</summary>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public Optimizer Optimizer => Compiled.Optimizer;

    /// <summary>Whether <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}?, IReadOnlyList{Metric}?, string)"/> was called.</summary>
    public bool IsCompiled => _compilation is not null;

    Device ITrainable.Device => Compiled.Device;

    Figures ITrainable.Figures => Compiled.Figures;

    private Compilation Compiled => _compilation ?? throw new InvalidOperationException($"Model '{Name}' is not compiled. Call Compile with an optimizer and a loss first.");

    /// <summary>Prepares a model of one output for training.</summary>
    /// <param name="optimizer">Serves this model only.</param>
    /// <param name="loss">What to minimise.</param>
    /// <param name="metrics">What to show beside it; masks act on it, sample weights and class weights do not.</param>
    /// <param name="weightedMetrics">What to show beside it, weighted as the loss is.</param>
    /// <param name="device">Where to run; see <see cref="Devices"/>.</param>
    /// <exception cref="ArgumentException">The device is not here.</exception>
    public void Compile(
        Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null, IReadOnlyList<Metric>? weightedMetrics = null, string device = "auto") =>
        Compile(optimizer, [loss], null, [metrics ?? []], [weightedMetrics ?? []], device);

    /// <summary>Prepares a model of several outputs for training.</summary>
    /// <param name="optimizer">Serves this model only.</param>
    /// <param name="losses">One per output.</param>
    /// <param name="lossWeights">How much each loss counts; 1 each unless given.</param>
    /// <param name="metrics">What to show beside, per output; masks act on it, sample weights and class weights do not.</param>
    /// <param name="weightedMetrics">What to show beside, per output, weighted as the losses are.</param>
    /// <param name="device">Where to run; see <see cref="Devices"/>.</param>
    /// <exception cref="ArgumentException">The device is not here, or the lists differ in length.</exception>
    public void Compile(
        Optimizer optimizer, IReadOnlyList<Loss> losses, IReadOnlyList<float>? lossWeights = null, IReadOnlyList<IReadOnlyList<Metric>>? metrics = null,
        IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics = null, string device = "auto")
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(losses);
        if (lossWeights is not null && lossWeights.Count != losses.Count)
            throw new ArgumentException($"There are {losses.Count} losses but {lossWeights.Count} loss weights. Give one weight per loss.", nameof(lossWeights));
        _compilation?.Release();
        _compilation = new Compilation(optimizer, losses, lossWeights ?? [.. losses.Select(_ => 1f)], metrics ?? [], weightedMetrics ?? [], Devices.Find(device));
    }

    /// <summary>Trains on arrays.</summary>
    /// <param name="x">(samples, …): one row per sample.</param>
    /// <param name="y">(samples, …): one target per sample.</param>
    /// <param name="epochs">Passes through the data.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="validation">Inputs and targets to evaluate after each epoch.</param>
    /// <param name="validationSplit">Instead: the share of samples, taken from the end before shuffling, to evaluate on.</param>
    /// <param name="callbacks">Follow and steer the run.</param>
    /// <param name="verbose">What to print.</param>
    /// <param name="shuffle">Whether each epoch visits the samples in a new order.</param>
    /// <param name="classWeight">How much each class counts, by class; 1 for those missing.</param>
    /// <param name="sampleWeight">How much each sample counts.</param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validation"/> counts.</param>
    /// <param name="initialEpoch">The number of the first epoch: epochs from it up to but without <paramref name="epochs"/> are trained.</param>
    /// <param name="stepsPerEpoch">Batches per epoch, which then run on from pass to pass; one pass through the data unless given.</param>
    /// <param name="validationFrequency">Every how many epochs to validate.</param>
    /// <param name="fastDevRun">
    /// Only tries everything out, before a long run: one batch of training and one of validation, without the callbacks that write files or stop training.
    /// The weights change.
    /// </param>
    /// <param name="cancellation">Ends the run after the current batch, as Ctrl-C does; what callbacks restore, they still restore.</param>
    /// <returns>The figures of every epoch.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentException">A value cannot be trained on, or options contradict each other.</exception>
    public History Fit(
        Samples x, Samples y, int epochs = 1, int batchSize = 32, (Samples X, Samples Y)? validation = null, double validationSplit = 0,
        IReadOnlyList<Callback>? callbacks = null, Verbosity verbose = Verbosity.Bar, bool shuffle = true, IReadOnlyDictionary<int, float>? classWeight = null,
        Samples? sampleWeight = null, Samples? validationSampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int validationFrequency = 1,
        bool fastDevRun = false, CancellationToken cancellation = default)
    {
        Dataset data = Dataset.From(x, y, ClassWeights.Combine(y, classWeight, sampleWeight)).Batch(batchSize);
        Dataset? held = validation is { } pair ? Dataset.From(pair.X, pair.Y, validationSampleWeight).Batch(batchSize) : null;
        if (held is null && validationSampleWeight is not null)
            throw new ArgumentException("validationSampleWeight needs validation; with validationSplit, the samples held back keep their share of sampleWeight.", nameof(validationSampleWeight));
        if (validationSplit != 0)
        {
            int kept = (int)Math.Floor(data.Count * (1 - validationSplit));
            if (held is not null || validationSplit is < 0 or >= 1 || kept == 0 || kept == data.Count)
                throw new ArgumentException(
                    $"validationSplit {validationSplit} of {data.Count} samples leaves nothing to train or to validate on, or validation data is given too. Use one of both, " +
                    "with a share such as 0.2.", nameof(validationSplit));
            held = data.Slice(kept, data.Count);
            data = data.Slice(0, kept);
        }
        return Fit(shuffle ? data.Shuffle() : data, epochs, held, callbacks, verbose, initialEpoch, stepsPerEpoch, validationFrequency, fastDevRun, cancellation);
    }

    /// <summary>Trains on a dataset, with its batch size and order.</summary>
    /// <param name="train">The data.</param>
    /// <param name="epochs">Passes through the data.</param>
    /// <param name="validation">Data to evaluate after each epoch.</param>
    /// <param name="callbacks">Follow and steer the run.</param>
    /// <param name="verbose">What to print.</param>
    /// <param name="initialEpoch">The number of the first epoch: epochs from it up to but without <paramref name="epochs"/> are trained.</param>
    /// <param name="stepsPerEpoch">Batches per epoch, which then run on from pass to pass; one pass through the data unless given.</param>
    /// <param name="validationFrequency">Every how many epochs to validate.</param>
    /// <param name="fastDevRun">
    /// Only tries everything out, before a long run: one batch of training and one of validation, without the callbacks that write files or stop training.
    /// The weights change.
    /// </param>
    /// <param name="cancellation">Ends the run after the current batch, as Ctrl-C does; what callbacks restore, they still restore.</param>
    /// <returns>The figures of every epoch.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentException">A value cannot be trained on.</exception>
    public History Fit(
        Dataset train, int epochs = 1, Dataset? validation = null, IReadOnlyList<Callback>? callbacks = null, Verbosity verbose = Verbosity.Bar,
        int initialEpoch = 0, int? stepsPerEpoch = null, int validationFrequency = 1, bool fastDevRun = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initialEpoch);
        if (stepsPerEpoch is int given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(stepsPerEpoch));
        ArgumentOutOfRangeException.ThrowIfLessThan(validationFrequency, 1);
        Prepare(train);
        if (validation is not null) CheckValues(validation, Prepare(validation));
        CheckValues(train, Prepare(train));
        if (verbose != Verbosity.Silent && Compiled.ChangedSince(this) is { Count: > 0 } changed)
            Console.Error.WriteLine(
                $"Trainable of {string.Join(", ", changed.Select(layer => $"'{layer.Name}'"))} was changed after Compile and has no effect until Compile is called again.");
        TrainingPlan plan = fastDevRun
            ? new(initialEpoch + 1) { InitialEpoch = initialEpoch, StepsPerEpoch = 1, ValidationSteps = 1 }
            : new(epochs) { InitialEpoch = initialEpoch, StepsPerEpoch = stepsPerEpoch, ValidationFrequency = validationFrequency };
        Callback[] readers = [.. (callbacks ?? []).Where(callback => !fastDevRun || !callback.IsLeftOutOfTrials)];
        var run = new TrainingRun(this, plan.Epochs, plan.InitialEpoch, validation is not null);
        var history = new History();
        foreach (Callback callback in readers) callback.Join(run);
        using var trainer = new Trainer(this, train, validation, plan, run, history, [.. readers, ProgressDisplay.For(verbose)]);
        using var interruption = new Interruption();
        trainer.Fit(interruption.Combine(cancellation));
        return history;
    }

    /// <summary>Computes loss and metrics on arrays.</summary>
    /// <param name="x">(samples, …).</param>
    /// <param name="y">(samples, …).</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="sampleWeight">(samples): how much each sample counts; 1 each unless given.</param>
    /// <returns>The figures, <c>loss</c> first.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Scores Evaluate(Samples x, Samples y, int batchSize = 256, Samples? sampleWeight = null) => Evaluate(Dataset.From(x, y, sampleWeight).Batch(batchSize));

    /// <summary>Computes loss and metrics on a dataset.</summary>
    /// <param name="data">The data.</param>
    /// <param name="callbacks">Follow the evaluation.</param>
    /// <returns>The figures, <c>loss</c> first.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Scores Evaluate(Dataset data, IReadOnlyList<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckValues(data, Prepare(data));
        using var feed = new BatchFeed(data, Compiled.Device);
        var run = new TrainingRun(this, epochs: 0);
        foreach (Callback callback in callbacks ?? []) callback.Join(run);
        return Trainer.Evaluate(this, feed, new TrainingStore(callbacks ?? []));
    }

    /// <summary>Makes sure that the model can be trained on data.</summary>
    internal void NeedTrainable(Dataset data) => CheckValues(data, Prepare(data));

    private IReadOnlyList<Shape> Prepare(Dataset data)
    {
        IReadOnlyList<Shape> outputs = CheckInputs(data);
        Compiled.Prepare(this, OutputNames(outputs.Count), outputs);
        if (data.Count == 0) throw new ShapeException($"Model '{Name}' got a dataset without samples. Give at least one.");
        return outputs;
    }

    private IReadOnlyList<Shape> CheckInputs(Dataset data)
    {
        Build(DeclaredInputs ?? data.Source.Inputs);
        return ComputeOutputShapes(data.Source.Inputs);
    }

    private void CheckValues(Dataset data, IReadOnlyList<Shape> outputs)
    {
        if (data.Source.Targets.Count != outputs.Count)
            throw new ShapeException($"Model '{Name}' has {outputs.Count} outputs but the data has {data.Source.Targets.Count} targets. Give one target per output.");
        for (int i = 0; i < data.Source.Inputs.Count; i++)
            if (data.Source.FirstBroken(i) is >= 0 and int sample)
                throw new ArgumentException(
                    $"Sample {sample} of input {i} holds NaN or infinity, which would spread to every weight of model '{Name}'. Fill the gaps or leave such samples out; values a " +
                    "Masking layer is to skip need a finite number.", nameof(data));
        for (int i = 0; i < outputs.Count; i++) Compiled.Losses[i].CheckTargets(data.Source.AllTargets(i), data.Source.Targets[i], outputs[i]);
    }

    private string[] OutputNames(int count) => _graph is not null
        ? [.. _graph.Outputs.Select(output => output.Source.Layer.Name)]
        : [.. Enumerable.Range(0, count).Select(i => count == 1 ? "output" : $"output_{i}")];
}
