using System.Globalization;
using System.Text.RegularExpressions;

namespace Fathom.Callbacks;

/// <summary>Saves the model after every epoch, or after those that are the best so far (<c>keras.callbacks.ModelCheckpoint</c>).</summary>
public sealed partial class ModelCheckpoint : Callback
{
    private readonly string _path;
    private Monitor? _monitor;

    /// <summary>Chooses where to save.</summary>
    /// <param name="path">
    /// A path that ends in <c>.keras</c>. It may hold the epoch, counted from 1, and figures of the logs, each with a .NET number format if wanted:
    /// <c>model-{epoch:00}-{val_loss:F4}.keras</c>. Without them each save replaces the last.
    /// </param>
    /// <exception cref="ArgumentException">It ends otherwise.</exception>
    public ModelCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!path.EndsWith(".keras", StringComparison.Ordinal)) throw new ArgumentException($"'{path}' does not end in .keras, the format models are saved in.", nameof(path));
        _path = path;
    }

    /// <summary>Whether to save only an epoch that is better than all before.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>The figure <see cref="SaveBestOnly"/> follows; <c>val_loss</c> unless given.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>Which way is better; by the figure's name unless given.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>The file saved last; none before the first.</summary>
    public string? LastSaved { get; private set; }

    /// <inheritdoc/>
    protected override void OnFitBegin() => _monitor = SaveBestOnly ? new Monitor(nameof(ModelCheckpoint), Monitor, Mode, 0) : null;

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (_monitor?.Improve(_monitor.Read(logs)) == false) return;
        string path = Placeholder().Replace(_path, match => Format(match, epoch, logs));
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        Run.Trainee.Save(path);
        LastSaved = path;
    }

    private string Format(Match match, int epoch, Scores logs)
    {
        string name = match.Groups["name"].Value, format = match.Groups["format"].Value;
        if (name == "epoch") return (epoch + 1).ToString(format, CultureInfo.InvariantCulture);
        if (logs.TryGetValue(name, out double value)) return value.ToString(format.Length == 0 ? "G6" : format, CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"The checkpoint path '{_path}' names '{name}', but training gives only: epoch, {string.Join(", ", logs.Keys)}. Use one of these.");
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<format>[^}]*))?\}")]
    private static partial Regex Placeholder();
}
