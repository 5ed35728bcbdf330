using System.Globalization;
using System.Text.RegularExpressions;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Saves the model after every epoch or every few batches, or only where it is the best so far (<c>keras.callbacks.ModelCheckpoint</c>).</summary>
public sealed partial class ModelCheckpoint : Callback
{
    private readonly string _path;
    private Monitor? _monitor;
    private long _since;

    /// <summary>Chooses where to save.</summary>
    /// <param name="path">
    /// A path that ends in <c>.keras</c> to save the whole model, or in <c>.weights.h5</c> to save its weights only. It may hold the epoch and the batch, counted
    /// from 1, and figures of the logs, each with a .NET number format if wanted: <c>model-{epoch:00}-{val_loss:F4}.keras</c>. Without them each save replaces the
    /// last.
    /// </param>
    /// <exception cref="ArgumentException">It ends otherwise.</exception>
    public ModelCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        SaveWeightsOnly = path.EndsWith(".weights.h5", StringComparison.Ordinal);
        if (!SaveWeightsOnly && !path.EndsWith(".keras", StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' ends neither in .keras, the format models are saved in, nor in .weights.h5, that of weights alone.", nameof(path));
        _path = path;
    }

    /// <summary>Whether only the weights are saved: so the path says.</summary>
    public bool SaveWeightsOnly { get; }

    /// <summary>Whether to save only what is better than all before.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>The figure <see cref="SaveBestOnly"/> follows; <c>val_loss</c> unless given. Between epochs there are only figures of training.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Which way is better; by the figure's name unless given.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>A value that the first save must beat; none unless given. For <see cref="SaveBestOnly"/>.</summary>
    public double? InitialValueThreshold { get; init; }

    /// <summary>Every how many batches to save (Keras's <c>save_freq</c>), counted across epochs; at the end of every epoch unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? SaveFrequency
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Count at least one batch between saves.");
    }

    /// <summary>The file saved last; none before the first.</summary>
    public string? LastSaved { get; private set; }

    internal override bool IsLeftOutOfTrials => true;

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        _monitor = SaveBestOnly ? new Monitor(nameof(ModelCheckpoint), Monitor, Mode, 0) { Best = InitialValueThreshold } : null;
        _since = 0;
    }

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (SaveFrequency is not int every || ++_since < every) return;
        _since = 0;
        Save(Run.Epoch, batch, logs());
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (SaveFrequency is null) Save(epoch, null, logs);
    }

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["since"] = _since;
        if (_monitor?.Best is double best) state.Numbers["best"] = best;
        if (LastSaved is not null) state.Texts["last_saved"] = LastSaved;
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _since = (long)state.Numbers["since"];
        _monitor?.Best = state.Number("best");
        LastSaved = state.Texts.TryGetValue("last_saved", out string? path) ? path : null;
    }

    private void Save(int epoch, int? batch, Scores logs)
    {
        if (_monitor is not null && (_monitor.Read(logs, Run) is not double current || !_monitor.Improve(current))) return;
        string path = Placeholder().Replace(_path, match => Format(match, epoch, batch, logs));
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (SaveWeightsOnly) Run.Trainee.SaveWeights(path);
        else Run.Trainee.Save(path);
        LastSaved = path;
    }

    private string Format(Match match, int epoch, int? batch, Scores logs)
    {
        string name = match.Groups["name"].Value, format = match.Groups["format"].Value;
        if (name == "epoch") return (epoch + 1).ToString(format, CultureInfo.InvariantCulture);
        if (name == "batch" && batch is int at) return (at + 1).ToString(format, CultureInfo.InvariantCulture);
        if (logs.TryGetValue(name, out double value)) return value.ToString(format.Length == 0 ? "G6" : format, CultureInfo.InvariantCulture);
        throw new InvalidOperationException(
            $"The checkpoint path '{_path}' names '{name}', but training gives only: epoch, {(batch is null ? "" : "batch, ")}{string.Join(", ", logs.Keys)}. Use one of these.");
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<format>[^}]*))?\}")]
    private static partial Regex Placeholder();
}
