using System.Globalization;
using System.Text;

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

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (!Append) File.WriteAllText(path, "");
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
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) text.AppendJoin(Separator, ["epoch", .. _names]).Append('\n');
        }
        text.Append(CultureInfo.InvariantCulture, $"{epoch}");
        foreach (string name in _names) text.Append(Separator).Append(logs.TryGetValue(name, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : "NA");
        File.AppendAllText(path, text.Append('\n').ToString());
    }
}
