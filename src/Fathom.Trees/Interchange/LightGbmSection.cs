using System.Globalization;

namespace Fathom.Trees;

/// <summary>Lines "key=value" of LightGBM's text.</summary>
internal sealed class LightGbmSection(string name)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    internal void Add(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (line.Trim().Length > 0)
            _values[equals < 0 ? line.Trim() : line[..equals]] = equals < 0 ? "" : line[(equals + 1)..].Trim();
    }

    internal bool Holds(string key) => _values.ContainsKey(key);

    internal string Text(string key) =>
        _values.TryGetValue(key, out string? value) ? value : throw new InvalidDataException($"The model is damaged: {name} has no '{key}'.");

    internal string[] Words(string key) => Text(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal int Integer(string key) => Parse<int>(Text(key), key);

    internal int[] Integers(string key, int count) => Parse<int>(key, count);

    internal double[] Numbers(string key, int count) => Parse<double>(key, count);

    internal T[] Parse<T>(string key) where T : IParsable<T> => Array.ConvertAll(Words(key), word => Parse<T>(word, key));

    private T[] Parse<T>(string key, int count) where T : IParsable<T>
    {
        T[] values = Parse<T>(key);
        return values.Length == count ? values : throw new InvalidDataException($"The model is damaged: '{key}' of {name} holds {values.Length} values where {count} are needed.");
    }

    private T Parse<T>(string word, string key) where T : IParsable<T> =>
        T.TryParse(Spelled(word), CultureInfo.InvariantCulture, out T? value) ? value : throw new InvalidDataException($"The model is damaged: '{key}' of {name} holds '{word}'.");

    /// <summary>C's words for numbers that are none.</summary>
    private static string Spelled(string word) => word switch { "inf" => "Infinity", "-inf" => "-Infinity", "nan" or "-nan" => "NaN", _ => word };
}
