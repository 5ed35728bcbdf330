namespace Fathom.Tables.Reading;

/// <summary>
/// A growing list that never copies while it grows, so that reading needs little more memory than the finished array.
/// </summary>
internal sealed class Chunks<T>
{
    private const int ChunkLength = 1 << 16;

    private readonly List<T[]> _full = [];
    private T[] _last = new T[256];
    private int _used;

    public int Count => (_full.Count * ChunkLength) + _used;

    public void Add(T value)
    {
        if (_used == _last.Length) Grow();
        _last[_used++] = value;
    }

    public void AddMany(T value, int count)
    {
        for (int i = 0; i < count; i++) Add(value);
    }

    public void Transform(Func<T, T> change)
    {
        foreach (T[] chunk in _full)
            for (int i = 0; i < chunk.Length; i++) chunk[i] = change(chunk[i]);
        for (int i = 0; i < _used; i++) _last[i] = change(_last[i]);
    }

    /// <summary>The values as one array; the list is empty afterwards.</summary>
    public T[] Drain()
    {
        var all = new T[Count];
        for (int i = 0; i < _full.Count; i++)
        {
            _full[i].CopyTo(all, i * ChunkLength);
            _full[i] = [];
        }
        _last.AsSpan(0, _used).CopyTo(all.AsSpan(_full.Count * ChunkLength));
        _full.Clear();
        _last = [];
        _used = 0;
        return all;
    }

    private void Grow()
    {
        if (_last.Length < ChunkLength)
        {
            Array.Resize(ref _last, Math.Min(ChunkLength, Math.Max(256, _last.Length * 4)));
            return;
        }
        _full.Add(_last);
        _last = new T[ChunkLength];
        _used = 0;
    }
}
