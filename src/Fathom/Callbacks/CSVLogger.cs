using System.Globalization;
using System.Text;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Writes the figures of every epoch to a text file (<c>keras.callbacks.CSVLogger</c>): the epoch, counted from 0, then the figures by name.</summary>
/// <param name="path">The file. Its folder is made if need be.</param>
public sealed class CSVLogger(string path) : Callback
{
    private string[]? _names;

    /// <summary>What stands between columns; a comma unless given.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether to go on with a file that exists instead of replacing it.</summary>
    public bool Append { get; init; }

    internal override bool IsLeftOutOfTrials => true;

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (!Append && !Run.IsResumed) File.WriteAllText(path, "");
        _names = null;
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        // Whole lines, and the file closed in between: a reader or a crash never meets half a line.
        var text = new StringBuilder();
        if (_names is null)
        {
            _names = [.. logs.Keys.Order(StringComparer.Ordinal)];
            // Epochs with validation are still to come where the first had none.
            if (Run.Validates && !_names.Any(name => name.StartsWith("val_", StringComparison.Ordinal))) _names = [.. _names, .. _names.Select(name => $"val_{name}")];
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) text.AppendJoin(Separator, ["epoch", .. _names]).Append('\n');
        }
        text.Append(CultureInfo.InvariantCulture, $"{epoch}");
        foreach (string name in _names) text.Append(Separator).Append(logs.TryGetValue(name, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        File.AppendAllText(path, text.Append('\n').ToString());
    }

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["length"] = new FileInfo(path) is { Exists: true, Length: long length } ? length : 0;
        if (_names is not null) state.Texts["names"] = string.Join('\n', _names);
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _names = state.Texts.TryGetValue("names", out string? names) ? names.Split('\n') : null;
        // Epochs that were over after the checkpoint are trained again: their lines go.
        using FileStream file = File.Open(path, FileMode.OpenOrCreate);
        file.SetLength(Math.Min(file.Length, (long)state.Numbers["length"]));
    }
}
