using System.Text;

namespace Fathom.Tables.Reading;

/// <summary>Turns texts into codes of distinct levels, allocating a string per level and none per cell.</summary>
internal sealed class LevelBuilder(MissingTexts missing)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _levels = [];
    private readonly Chunks<int> _rows = new();
    private char[] _buffer = new char[256];

    public int Count => _rows.Count;

    /// <summary>Bytes the strings take, estimated.</summary>
    public long TextBytes { get; private set; }

    public void AddMissing(int count = 1) => _rows.AddMany(-1, count);

    public void Add(ReadOnlySpan<byte> cell) => Add(Decode(cell, ref _buffer));

    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            AddMissing();
            return;
        }
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int code))
        {
            var level = text.ToString();
            code = missing.Contains(level) ? -1 : _levels.Count;
            _codes[level] = code;
            if (code >= 0) _levels.Add(level);
            TextBytes += (2 * level.Length) + 80;
        }
        _rows.Add(code);
    }

    /// <summary>The finished column, its levels in ordinal order.</summary>
    public CategoryColumn Build(string name, TextCell? firstText)
    {
        var levels = _levels.ToArray();
        var places = new int[levels.Length];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        Array.Sort(levels, places, StringComparer.Ordinal);
        var renumbered = new int[levels.Length];
        for (int i = 0; i < places.Length; i++) renumbered[places[i]] = i;
        int[] codes = _rows.Drain();
        for (int row = 0; row < codes.Length; row++)
            if (codes[row] >= 0) codes[row] = renumbered[codes[row]];
        return new CategoryColumn(name, levels, codes) { FirstText = firstText };
    }

    /// <summary>UTF-8, or Latin-1 where the bytes are not UTF-8.</summary>
    public static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> cell, ref char[] buffer)
    {
        if (buffer.Length < cell.Length) buffer = new char[cell.Length * 2];
        try
        {
            return buffer.AsSpan(0, Strict.GetChars(cell, buffer));
        }
        catch (DecoderFallbackException)
        {
            return buffer.AsSpan(0, Encoding.Latin1.GetChars(cell, buffer));
        }
    }
}
