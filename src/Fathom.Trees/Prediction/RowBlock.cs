using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>
/// Where the values of rows lie while trees are asked about them: slot after slot. A column has up to three slots, as its questions need them:
/// its values, its values with −∞ in place of NaN (below every threshold: missing values go left without a question of their own), and its level codes.
/// </summary>
internal sealed class RowBlock
{
    internal const int RowsShift = 6;

    /// <summary>Rows in a block: eight vectors of eight, as many as stay in registers.</summary>
    internal const int Rows = 1 << RowsShift;

    /// <summary>The code of a level that is in no set: unknown, or beyond the codes that a set of 256 bits tells apart.</summary>
    internal const int OtherLevel = 254;

    /// <summary>The code of a missing level.</summary>
    internal const int MissingLevel = 255;

    private readonly Dictionary<(int Column, SlotKind Kind), int> _numbers = [];
    private readonly List<(int Column, SlotKind Kind)> _slots = [];

    internal enum SlotKind
    {
        Values,
        MissingLowest,
        Levels,
    }

    /// <summary>The number of slots, at least 1: leaves look at the first, whatever it holds.</summary>
    internal int Slots => Math.Max(1, _slots.Count);

    /// <summary>The number of a slot, which is laid out at the first call for it.</summary>
    internal int SlotOf(int column, SlotKind kind)
    {
        if (_numbers.TryGetValue((column, kind), out int number))
            return number;
        _slots.Add((column, kind));
        return _numbers[(column, kind)] = _slots.Count - 1;
    }

    /// <summary>Fills a block of 64 places per slot with rows out of columns; places of absent rows hold what they held.</summary>
    internal void Fill(float[][] columns, int start, int count, Span<float> block)
    {
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            Span<float> values = block.Slice(slot * Rows, count);
            columns[_slots[slot].Column].AsSpan(start, count).CopyTo(values);
            Convert(_slots[slot].Kind, values);
        }
    }

    /// <summary>Fills a block of 64 places per slot with row-major rows; places of absent rows hold what they held.</summary>
    internal void Fill(ReadOnlySpan<float> rows, int columns, int count, Span<float> block)
    {
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            Span<float> values = block.Slice(slot * Rows, count);
            int column = _slots[slot].Column;
            for (int row = 0; row < values.Length; row++)
                values[row] = rows[row * columns + column];
            Convert(_slots[slot].Kind, values);
        }
    }

    /// <summary>Fills one place per slot with a single row.</summary>
    internal void Fill(ReadOnlySpan<float> row, Span<float> slots)
    {
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            (int column, SlotKind kind) = _slots[slot];
            float value = row[column];
            slots[slot] = kind == SlotKind.MissingLowest && float.IsNaN(value) ? float.NegativeInfinity : value;
        }
    }

    private static void Convert(SlotKind kind, Span<float> values)
    {
        if (kind == SlotKind.MissingLowest)
        {
            int row = 0;
            var lowest = Vector256.Create(float.NegativeInfinity);
            for (; row + Vector256<float>.Count <= values.Length; row += Vector256<float>.Count)
            {
                var given = Vector256.Create<float>(values[row..]);
                Vector256.ConditionalSelect(Vector256.Equals(given, given), given, lowest).CopyTo(values[row..]);
            }
            for (; row < values.Length; row++)
                values[row] = float.IsNaN(values[row]) ? float.NegativeInfinity : values[row];
        }
        else if (kind == SlotKind.Levels)
        {
            for (int row = 0; row < values.Length; row++)
            {
                float code = values[row];
                values[row] = BitConverter.Int32BitsToSingle(float.IsNaN(code) ? MissingLevel : code is > -1 and < OtherLevel ? (int)code : OtherLevel);
            }
        }
    }
}
