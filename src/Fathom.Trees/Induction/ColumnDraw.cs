namespace Fathom.Trees;

/// <summary>Draws columns without repeats.</summary>
internal sealed class ColumnDraw(int columns)
{
    private readonly int[] _columns = [.. Enumerable.Range(0, columns)];
    private int _drawn;

    internal int Drawn => _drawn;

    internal bool IsEmpty => _drawn == columns;

    internal void Start() => _drawn = 0;

    internal int Next(ref SplitMix random)
    {
        int at = _drawn + random.Below(columns - _drawn);
        (_columns[_drawn], _columns[at]) = (_columns[at], _columns[_drawn]);
        return _columns[_drawn++];
    }
}
