using Fathom.Layers;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>
/// Writes a training run for TensorBoard (<c>keras.callbacks.TensorBoard</c>): figures of training under <c>train/</c>, those of validation under <c>validation/</c>,
/// named as Keras names them (<c>epoch_loss</c>, <c>batch_loss</c>, <c>evaluation_loss_vs_iterations</c>, <c>epoch_learning_rate</c>). Look at them with
/// <c>tensorboard --logdir FOLDER</c>.
/// </summary>
/// <remarks>Keras's options for images of weights, embeddings and profiles are not offered; the graph is that of the layers, which TensorBoard shows under the tag "keras".</remarks>
public sealed class TensorBoard : Callback
{
    private readonly string _folder;
    private EventFile? _train, _validation;
    private long _batches;

    /// <summary>Chooses where to write.</summary>
    /// <param name="folder">The folder of this run, <c>logs</c> unless given; made if need be. Runs that lie side by side in one folder are compared.</param>
    public TensorBoard(string folder = "logs")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = folder;
    }

    /// <summary>Every how many epochs to write histograms of all weights; 0, which is never, unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int HistogramFrequency
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The frequency counts epochs; 0 is never, 1 every epoch.");
    }

    /// <summary>
    /// Every how many batches to write figures beside those of each epoch; 0, which is never, unless given, and 1 for every batch (Keras's <c>epoch</c> and <c>batch</c>).
    /// Reading them waits for a device other than the CPU.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int UpdateFrequency
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The frequency counts batches; 0 is never, 1 every batch.");
    }

    /// <summary>Whether to write the graph of the layers, true unless given. A model that computes in plain code has none.</summary>
    public bool WriteGraph { get; init; } = true;

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        _batches = 0;
        _train = new EventFile(Path.Combine(_folder, "train"));
        if (WriteGraph && Run.Trainee.Architecture is string architecture) _train.Graph("keras", architecture);
    }

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _batches++;
        if (UpdateFrequency == 0 || _batches % UpdateFrequency != 0) return;
        foreach ((string name, double value) in logs()) _train!.Scalar($"batch_{name}", value, _batches);
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        const string Validation = "val_";
        long iterations = Run.Trainee.Optimizer.Iterations;
        foreach ((string name, double value) in logs)
        {
            if (!name.StartsWith(Validation, StringComparison.Ordinal))
            {
                _train!.Scalar($"epoch_{name}", value, epoch);
                continue;
            }
            _validation ??= new EventFile(Path.Combine(_folder, "validation"));
            _validation.Scalar($"evaluation_{name[Validation.Length..]}_vs_iterations", value, iterations);
            _validation.Scalar($"epoch_{name[Validation.Length..]}", value, epoch);
        }
        _train!.Scalar("epoch_learning_rate", Run.Trainee.Optimizer.CurrentLearningRate, epoch);
        if (HistogramFrequency > 0 && epoch % HistogramFrequency == 0)
            foreach ((string name, _, Weight weight) in WeightNames.Of(Run.Trainee.Layers)) _train.Histogram($"{name}/histogram", weight.ToArray(), epoch);
        // Whoever looks during the run sees every epoch that is over.
        _train.Flush();
        _validation?.Flush();
    }

    internal override bool IsLeftOutOfTrials => true;

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["batches"] = _batches;
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _batches = (long)state.Numbers["batches"];
    }

    /// <inheritdoc/>
    protected override void OnFitEnd()
    {
        _train?.Flush();
        _validation?.Flush();
        _train = _validation = null;
    }
}
