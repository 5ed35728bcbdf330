using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fathom;

/// <summary>Named figures of one pass through data: <c>scores["loss"]</c>, <c>scores["accuracy"]</c>.</summary>
public sealed class Scores : IReadOnlyDictionary<string, double>
{
    private readonly OrderedDictionary<string, double> _figures = [];
    private readonly Dictionary<string, double[,]> _matrices = [];

    /// <summary>Collects figures.</summary>
    /// <param name="figures">Names and values, in the order to show them.</param>
    /// <param name="matrices">Names and tables of metrics that count in two directions; none unless given.</param>
    public Scores(IEnumerable<KeyValuePair<string, double>> figures, IEnumerable<KeyValuePair<string, double[,]>>? matrices = null)
    {
        ArgumentNullException.ThrowIfNull(figures);
        foreach ((string name, double value) in figures) _figures.Add(name, value);
        foreach ((string name, double[,] matrix) in matrices ?? []) _matrices.Add(name, matrix);
    }

    /// <summary>One figure.</summary>
    /// <param name="key">Its name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public double this[string key] => _figures.TryGetValue(key, out double value)
        ? value
        : throw new KeyNotFoundException($"There is no figure '{key}'. There are: {string.Join(", ", _figures.Keys)}.");

    /// <summary>The table of a metric that counts in two directions, such as <see cref="Metrics.ConfusionMatrix"/>.</summary>
    /// <param name="name">The metric's name.</param>
    /// <returns>A copy of rows and columns.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public double[,] Matrix(string name) => _matrices.TryGetValue(name, out double[,]? matrix)
        ? (double[,])matrix.Clone()
        : throw new KeyNotFoundException($"There is no table '{name}'. There are: {(_matrices.Count == 0 ? "none" : string.Join(", ", _matrices.Keys))}.");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _figures.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _figures.Values;

    /// <inheritdoc/>
    public int Count => _figures.Count;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _figures.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => _figures.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _figures.GetEnumerator();

    /// <summary>All figures on one line: <c>loss: 0.4321 - accuracy: 0.8123</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(" - ", _figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}: {f.Value:G4}")));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
