namespace Fathom.Data;

/// <summary>
/// Windows over a resident series, with the indexing of Keras's <c>timeseries_dataset_from_array</c>: sample i reads rows i, i + s, …, i + (n − 1)s of the
/// series and the target of row i + delay.
/// </summary>
internal sealed class WindowSource : ISampleSource
{
    private readonly float[] _series, _targets;
    private readonly int _features, _targetSize, _length, _sampling, _delay, _first;

    // Series and targets are row-major; windows read rows from first up to but without end.
    public WindowSource(float[] series, int features, float[] targets, int targetSize, int length, int sampling, int delay, int first, int end)
    {
        (_series, _features, _targets, _targetSize, _length, _sampling, _delay, _first) = (series, features, targets, targetSize, length, sampling, delay, first);
        int rows = series.Length / features;
        Count = Math.Max(0, Math.Min(end, rows - delay) - first - (length - 1) * sampling);
        Rows = end - first;
        Inputs = [new Shape(length, features)];
        Targets = [targetSize == 1 ? new Shape() : new Shape(targetSize)];
    }

    /// <summary>The rows the windows may read.</summary>
    public int Rows { get; }

    public int Count { get; }

    public IReadOnlyList<Shape> Inputs { get; }

    public IReadOnlyList<Shape> Targets { get; }

    public int WeightSets => 0;

    public ISampleSource Slice(int start, int end) =>
        new WindowSource(_series, _features, _targets, _targetSize, _length, _sampling, _delay, _first + start, _first + end);

    public void GatherInput(int input, ReadOnlySpan<int> indexes, Span<float> destination)
    {
        int size = _length * _features;
        for (int i = 0; i < indexes.Length; i++)
        {
            Span<float> window = destination.Slice(i * size, size);
            int row = (_first + indexes[i]) * _features;
            if (_sampling == 1) _series.AsSpan(row, size).CopyTo(window);
            else
                for (int t = 0; t < _length; t++)
                    _series.AsSpan(row + t * _sampling * _features, _features).CopyTo(window[(t * _features)..]);
        }
    }

    public void GatherTarget(int target, ReadOnlySpan<int> indexes, Span<float> destination)
    {
        for (int i = 0; i < indexes.Length; i++)
            _targets.AsSpan((_first + indexes[i] + _delay) * _targetSize, _targetSize).CopyTo(destination[(i * _targetSize)..]);
    }

    public void GatherWeights(int set, ReadOnlySpan<int> indexes, Span<float> destination) => destination.Fill(1);

    public int FirstBroken(int input)
    {
        int used = (Count - 1 + (_length - 1) * _sampling + 1) * _features, at = 0;
        while (at < used)
        {
            int next = FiniteValues.IndexOfOther(_series.AsSpan(_first * _features + at, used - at));
            if (next < 0) return -1;
            // The windows that read the row begin whole sampling steps before it.
            int row = (at + next) / _features, earliest = row % _sampling + Math.Max(0, row / _sampling - _length + 1) * _sampling;
            if (earliest < Count) return earliest;
            at = (row + 1) * _features;
        }
        return -1;
    }

    public ReadOnlySpan<float> AllTargets(int target) => _targets.AsSpan((_first + _delay) * _targetSize, Count * _targetSize);
}
