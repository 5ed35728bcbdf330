namespace Fathom.Data;

/// <summary>
/// Windows over a resident series, with the indexing of Keras's <c>timeseries_dataset_from_array</c>: sample i reads rows i, i + s, …, i + (n − 1)s of the
/// series and the target of row i + delay.
/// </summary>
internal sealed class WindowSource : ISampleSource
{
    private readonly PhasedSeries _series;
    private readonly float[] _targets;
    private readonly int _targetSize, _length, _delay, _first;

    /// <summary>Prepares windows over all rows.</summary>
    /// <param name="series">(rows, features), row-major; copied.</param>
    /// <param name="features">Numbers in a row.</param>
    /// <param name="targets">(rows, values), row-major; kept.</param>
    /// <param name="targetSize">Numbers in a target.</param>
    /// <param name="length">Rows in a window.</param>
    /// <param name="sampling">From one of its rows to the next.</param>
    /// <param name="delay">From its first row to its target.</param>
    public WindowSource(ReadOnlySpan<float> series, int features, float[] targets, int targetSize, int length, int sampling, int delay)
        : this(new PhasedSeries(series, features, sampling), targets, targetSize, length, delay, 0, series.Length / features) { }

    // Windows read rows from first up to but without end.
    private WindowSource(PhasedSeries series, float[] targets, int targetSize, int length, int delay, int first, int end)
    {
        (_series, _targets, _targetSize, _length, _delay, _first) = (series, targets, targetSize, length, delay, first);
        Count = Math.Max(0, Math.Min(end, series.Rows - delay) - first - (length - 1) * series.Sampling);
        Rows = end - first;
        Inputs = [new Shape(length, series.Features)];
        Targets = [targetSize == 1 ? new Shape() : new Shape(targetSize)];
    }

    /// <summary>The rows the windows may read.</summary>
    public int Rows { get; }

    public int Count { get; }

    public IReadOnlyList<Shape> Inputs { get; }

    public IReadOnlyList<Shape> Targets { get; }

    public int WeightSets => 0;

    public ISampleSource Slice(int start, int end) => new WindowSource(_series, _targets, _targetSize, _length, _delay, _first + start, _first + end);

    public void GatherInput(int input, ReadOnlySpan<int> indexes, Span<float> destination)
    {
        int size = _length * _series.Features;
        for (int i = 0; i < indexes.Length; i++) _series.Window(_first + indexes[i], _length).CopyTo(destination[(i * size)..]);
    }

    public void GatherTarget(int target, ReadOnlySpan<int> indexes, Span<float> destination)
    {
        for (int i = 0; i < indexes.Length; i++)
            _targets.AsSpan((_first + indexes[i] + _delay) * _targetSize, _targetSize).CopyTo(destination[(i * _targetSize)..]);
    }

    public void GatherWeights(int set, ReadOnlySpan<int> indexes, Span<float> destination) => destination[..indexes.Length].Fill(1);

    public int FirstBroken(int input)
    {
        int first = int.MaxValue;
        // The windows that begin in one phase read one stretch of the series; the earliest that reads a row reads it last.
        for (int start = 0; start < Math.Min(_series.Sampling, Count); start++)
        {
            int windows = (Count - 1 - start) / _series.Sampling + 1;
            int at = FiniteValues.IndexOfOther(_series.Window(_first + start, windows + _length - 1));
            if (at >= 0) first = Math.Min(first, start + Math.Max(0, at / _series.Features - _length + 1) * _series.Sampling);
        }
        return first == int.MaxValue ? -1 : first;
    }

    public ReadOnlySpan<float> AllTargets(int target) => _targets.AsSpan((_first + _delay) * _targetSize, Count * _targetSize);
}
