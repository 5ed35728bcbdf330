namespace Fathom.Data;

/// <summary>
/// A series of which every so many rows are read: rows of one phase (the row's number modulo that) lie one after another, so that a window is one stretch of memory.
/// </summary>
internal sealed class PhasedSeries
{
    private readonly float[] _values;

    /// <summary>Copies a series.</summary>
    /// <param name="series">(rows, features), row-major.</param>
    /// <param name="features">Numbers in a row.</param>
    /// <param name="sampling">From one row that is read to the next.</param>
    public PhasedSeries(ReadOnlySpan<float> series, int features, int sampling)
    {
        (Rows, Features, Sampling) = (series.Length / features, features, sampling);
        _values = new float[series.Length];
        int at = 0;
        for (int phase = 0; phase < Math.Min(sampling, Rows); phase++)
            for (int row = phase; row < Rows; row += sampling, at += features)
                series.Slice(row * features, features).CopyTo(_values.AsSpan(at));
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Numbers in a row.</summary>
    public int Features { get; }

    /// <summary>From one row that is read to the next.</summary>
    public int Sampling { get; }

    /// <summary>Rows first, first + sampling, … (<paramref name="length"/> of them), one after another.</summary>
    public ReadOnlySpan<float> Window(int first, int length)
    {
        (int place, int phase) = Math.DivRem(first, Sampling);
        // Phases before the remainder of the rows have one row more than the others.
        int start = phase * (Rows / Sampling) + Math.Min(phase, Rows % Sampling) + place;
        return _values.AsSpan(start * Features, length * Features);
    }
}
