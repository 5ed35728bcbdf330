namespace Fathom.Data;

/// <summary>Samples held one after another.</summary>
internal sealed class ArraySource : ISampleSource
{
    private readonly Samples[] _inputs, _targets, _weights;
    private readonly int _start;

    public ArraySource(IReadOnlyList<Samples> inputs, IReadOnlyList<Samples> targets, IReadOnlyList<Samples> weights)
        : this([.. inputs], [.. targets], [.. weights], 0, inputs.Count > 0 ? inputs[0].Count : 0)
    {
        foreach ((string what, Samples samples) in inputs.Select((x, i) => ($"input {i}", x)).Concat(targets.Select((y, i) => ($"target {i}", y))))
            if (samples.Count != Count)
                throw new ShapeException($"Input 0 has {Count} samples but {what} has {samples.Count}. Every input and target needs one row per sample.");
        foreach (Samples set in weights)
            if (set.Count != Count || set.Values.Length != Count)
                throw new ShapeException($"There are {set.Values.Length} sample weights for {Count} samples. Give one weight per sample.");
    }

    private ArraySource(Samples[] inputs, Samples[] targets, Samples[] weights, int start, int count)
    {
        _inputs = inputs;
        _targets = targets;
        _weights = weights;
        _start = start;
        Count = count;
        Inputs = [.. inputs.Select(input => input.Shape)];
        Targets = [.. targets.Select(target => target.Shape)];
    }

    public int Count { get; }

    public IReadOnlyList<Shape> Inputs { get; }

    public IReadOnlyList<Shape> Targets { get; }

    public int WeightSets => _weights.Length;

    public ISampleSource Slice(int start, int end) => new ArraySource(_inputs, _targets, _weights, _start + start, end - start);

    public void GatherInput(int input, ReadOnlySpan<int> indexes, Span<float> destination) => Gather(_inputs[input], indexes, destination);

    public void GatherTarget(int target, ReadOnlySpan<int> indexes, Span<float> destination) => Gather(_targets[target], indexes, destination);

    public void GatherWeights(int set, ReadOnlySpan<int> indexes, Span<float> destination) => Gather(_weights[set], indexes, destination);

    public int FirstBroken(int input)
    {
        int size = _inputs[input].Shape.Size, at = FiniteValues.IndexOfOther(_inputs[input].Values.Slice(_start * size, Count * size));
        return at < 0 ? -1 : at / size;
    }

    public ReadOnlySpan<float> AllTargets(int target)
    {
        int size = _targets[target].Shape.Size;
        return _targets[target].Values.Slice(_start * size, Count * size);
    }

    private void Gather(Samples samples, ReadOnlySpan<int> indexes, Span<float> destination)
    {
        int size = samples.Shape.Size;
        ReadOnlySpan<float> values = samples.Values;
        if (size == 1)
        {
            for (int i = 0; i < indexes.Length; i++) destination[i] = values[_start + indexes[i]];
            return;
        }
        for (int i = 0; i < indexes.Length; i++) values.Slice((_start + indexes[i]) * size, size).CopyTo(destination[(i * size)..]);
    }
}
