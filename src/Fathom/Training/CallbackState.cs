namespace Fathom.Training;

/// <summary>What a callback must know again when an interrupted run is taken up: numbers, texts and arrays by name. It is kept in checkpoints.</summary>
public sealed class CallbackState
{
    /// <summary>Numbers by name; they come back bit for bit, NaN and infinities included.</summary>
    public IDictionary<string, double> Numbers { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Texts by name.</summary>
    public IDictionary<string, string> Texts { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Lists of arrays by name, such as the weights of the best epoch.</summary>
    public IDictionary<string, IReadOnlyList<float[]>> Arrays { get; } = new SortedDictionary<string, IReadOnlyList<float[]>>(StringComparer.Ordinal);

    /// <summary>A number, or none where it was not set.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The number.</returns>
    public double? Number(string name) => Numbers.TryGetValue(name, out double value) ? value : null;
}
