namespace Fathom.Optimizers;

/// <summary>Rows of a table side by side, with their gradients and running values, so that one update serves many.</summary>
internal sealed unsafe class RowPack
{
    private const int Line = 16;

    private readonly int _width, _slots, _capacity;
    private readonly List<int> _rows = [];
    private readonly nint[] _addresses;

    // Values, gradients and slots one after another; pinned, for slots are reached by address.
    private readonly float[] _memory;

    /// <summary>Makes room.</summary>
    /// <param name="width">The values of a row.</param>
    /// <param name="slots">How many running values are kept per value.</param>
    public RowPack(int width, int slots)
    {
        (_width, _slots, _capacity) = (width, slots, Math.Max(1, BufferBlock.Cached / width));
        _memory = GC.AllocateArray<float>((2 + slots) * Padded(_capacity * width), pinned: true);
        _addresses = new nint[slots];
        fixed (float* start = _memory)
            for (int i = 0; i < slots; i++) _addresses[i] = (nint)(start + (2 + i) * Room);
    }

    /// <summary>Whether no row fits in any more.</summary>
    public bool IsFull => _rows.Count == _capacity;

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The values; after the last row up to a multiple of 16 whatever was there.</summary>
    public Span<float> Values => Stretch(0);

    /// <summary>The gradients, as long as <see cref="Values"/>.</summary>
    public Span<float> Gradients => Stretch(1);

    /// <summary>Where each slot's values begin.</summary>
    public ReadOnlySpan<nint> Addresses => _addresses;

    private int Room => _memory.Length / (2 + _slots);

    /// <summary>Copies a row in.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="values">The table.</param>
    /// <param name="gradients">Its gradients.</param>
    /// <param name="memories">Where the table's part of each slot begins.</param>
    public void Take(int row, ReadOnlySpan<float> values, ReadOnlySpan<float> gradients, ReadOnlySpan<nint> memories)
    {
        int at = _rows.Count * _width;
        values.Slice(row * _width, _width).CopyTo(Whole(0)[at..]);
        gradients.Slice(row * _width, _width).CopyTo(Whole(1)[at..]);
        for (int i = 0; i < _slots; i++) new ReadOnlySpan<float>((float*)memories[i] + (long)row * _width, _width).CopyTo(Whole(2 + i)[at..]);
        _rows.Add(row);
    }

    /// <summary>Copies values and slots of all rows back.</summary>
    public void Return(Span<float> values, ReadOnlySpan<nint> memories)
    {
        for (int r = 0; r < _rows.Count; r++)
        {
            int row = _rows[r];
            Whole(0).Slice(r * _width, _width).CopyTo(values[(row * _width)..]);
            for (int i = 0; i < _slots; i++) Whole(2 + i).Slice(r * _width, _width).CopyTo(new Span<float>((float*)memories[i] + (long)row * _width, _width));
        }
        _rows.Clear();
    }

    private static int Padded(int length) => (length + Line - 1) / Line * Line;

    private Span<float> Whole(int kind) => _memory.AsSpan(kind * Room, Room);

    private Span<float> Stretch(int kind) => Whole(kind)[..Padded(_rows.Count * _width)];
}
