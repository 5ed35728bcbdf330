using System.Globalization;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>
/// Keeps the last few checkpoints of a run and the best one, and takes the run up again from the last: with the same program, the weights and figures are, bit for
/// bit, those of a run that was never interrupted.
/// </summary>
/// <remarks>
/// A checkpoint is written at the end of every epoch (<c>epoch-0007.checkpoint</c>, seven epochs complete), every <see cref="ResumingCallback.SaveFrequency"/>
/// batches if that is given (<c>epoch-0008-batch-000500.checkpoint</c>, 500 batches of the eighth done), and after the last batch of a run that was cancelled. Each
/// holds all that <see cref="BackupAndRestore"/> describes. Old ones go only when a new one is complete on the disk; the best never goes before a better one is
/// there. The files stay when the run is complete: the next run goes on from the last, to more epochs if it asks for more.
/// </remarks>
/// <example><code>
/// var checkpoints = new CheckpointFolder("runs/volatility") { KeepLast = 3 };
/// model.Fit(x, y, epochs: 200, validation: (xTest, yTest), callbacks: [checkpoints]);
/// model.LoadWeights(checkpoints.Best!.Path);
/// </code></example>
public sealed class CheckpointFolder : ResumingCallback
{
    private const string Extension = ".checkpoint";

    private readonly string _path;

    /// <summary>Chooses the folder.</summary>
    /// <param name="path">The folder; made when the first checkpoint is written. Give every run a folder of its own.</param>
    public CheckpointFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>How many of the last checkpoints to keep, beside the best. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int KeepLast
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Keep at least the last checkpoint: the run goes on from it.");
    } = 3;

    /// <summary>The figure that says which is best; <c>val_loss</c> unless given.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Which way is better; by the figure's name unless given.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>The checkpoints in the folder, the oldest first.</summary>
    /// <exception cref="Saving.ModelFormatException">One is damaged.</exception>
    public IReadOnlyList<SavedCheckpoint> All => !Directory.Exists(_path) ? [] :
        [.. Directory.EnumerateFiles(_path, "*" + Extension).Select(Describe).OrderBy(checkpoint => checkpoint.Epochs).ThenBy(checkpoint => checkpoint.Batches)];

    /// <summary>The last checkpoint; none where there is none.</summary>
    /// <exception cref="Saving.ModelFormatException">A checkpoint is damaged.</exception>
    public SavedCheckpoint? Last => All is [.., SavedCheckpoint last] ? last : null;

    /// <summary>The first of those whose <see cref="Monitor"/> is best; none where none has that figure.</summary>
    /// <exception cref="Saving.ModelFormatException">A checkpoint is damaged.</exception>
    public SavedCheckpoint? Best => BestOf(All);

    private protected override string? Newest => Last?.Path;

    internal override void Join(TrainingRun run)
    {
        // A process that was killed while it wrote leaves half a file.
        if (Directory.Exists(_path))
            foreach (string half in Directory.EnumerateFiles(_path, "*" + Extension + ".*.tmp")) File.Delete(half);
        base.Join(run);
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        // Says so now if the figure does not exist.
        NewMonitor().Read(logs, Run);
        Request(epoch + 1, 0);
    }

    private protected override void Request(int epochs, int batches)
    {
        string name = batches == 0
            ? string.Create(CultureInfo.InvariantCulture, $"epoch-{epochs:0000}{Extension}")
            : string.Create(CultureInfo.InvariantCulture, $"epoch-{epochs + 1:0000}-batch-{batches:000000}{Extension}");
        Run.RequestCheckpoint(Path.Combine(_path, name), Prune);
    }

    private static SavedCheckpoint Describe(string path)
    {
        (int epochs, int batches, Scores logs) = TrainingCheckpoint.Describe(path);
        return new SavedCheckpoint(path, epochs, batches, logs);
    }

    private void Prune()
    {
        IReadOnlyList<SavedCheckpoint> saved = All;
        SavedCheckpoint? best = BestOf(saved);
        foreach (SavedCheckpoint old in saved.SkipLast(KeepLast))
            if (old.Path != best?.Path) File.Delete(old.Path);
    }

    private SavedCheckpoint? BestOf(IReadOnlyList<SavedCheckpoint> saved)
    {
        Monitor monitor = NewMonitor();
        SavedCheckpoint? best = null;
        foreach (SavedCheckpoint checkpoint in saved)
            if (checkpoint.Logs.TryGetValue(Monitor, out double value) && monitor.Improve(value)) best = checkpoint;
        return best;
    }

    private Monitor NewMonitor() => new(nameof(CheckpointFolder), Monitor, Mode, 0);
}
